package dev.assay.metrics.text.token;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Porter's stemmer for English with the extensions of NLTK: irregular forms, {@code -ied} and {@code -ies} of short words, y after a
 * consonant, {@code -fulli} and {@code -logi}. Characters that are no vowels count as consonants. Time is linear in the word.
 *
 * <p>Source: Porter 1980, "An algorithm for suffix stripping"; NLTK 3.10.4 in its mode NLTK_EXTENSIONS gives the same stems.
 */
public final class PorterStemmer {

    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("sky", "sky"),
            Map.entry("skies", "sky"),
            Map.entry("dying", "die"),
            Map.entry("lying", "lie"),
            Map.entry("tying", "tie"),
            Map.entry("news", "news"),
            Map.entry("innings", "inning"),
            Map.entry("inning", "inning"),
            Map.entry("outings", "outing"),
            Map.entry("outing", "outing"),
            Map.entry("cannings", "canning"),
            Map.entry("canning", "canning"),
            Map.entry("howe", "howe"),
            Map.entry("proceed", "proceed"),
            Map.entry("exceed", "exceed"),
            Map.entry("succeed", "succeed"));

    private static final int LONGEST_IRREGULAR = 8;

    /** Suffix and replacement pairs by the suffix's last letter, in the order in which they are tried. */
    private static final char[][][] STEP_2 = byLastLetter(
            "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize", "bli", "ble", "alli",
            "al", "entli", "ent", "eli", "e", "ousli", "ous", "ization", "ize", "ation", "ate", "ator", "ate", "alism",
            "al", "iveness", "ive", "fulness", "ful", "ousness", "ous", "aliti", "al", "iviti", "ive", "biliti", "ble",
            "fulli", "ful");

    private static final char[][][] STEP_3 =
            byLastLetter("icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness", "");

    private static final char[][][] STEP_4 = byLastLetter(
            "al", "", "ance", "", "ence", "", "er", "", "ic", "", "able", "", "ible", "", "ant", "", "ement", "",
            "ment", "", "ent", "", "ion", "", "ou", "", "ism", "", "ate", "", "iti", "", "ous", "", "ive", "", "ize",
            "");

    private final char[] b;
    private final int start;
    private int end;

    private PorterStemmer(char[] buffer, int start, int end) {
        this.b = buffer;
        this.start = start;
        this.end = end;
    }

    /** The stem of a word, in lower case. */
    public static String stem(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        char[] buffer = lower.toCharArray();
        if (word.codePointCount(0, word.length()) <= 2) {
            return lower;
        }
        return new String(buffer, 0, stem(buffer, 0, buffer.length));
    }

    /**
     * Stems the word between two positions of a buffer in place; it must be in lower case and have more than two characters.
     *
     * @return the end of the stem, which is never after {@code end}
     */
    static int stem(char[] buffer, int start, int end) {
        if (end - start <= LONGEST_IRREGULAR && mayBeIrregular(buffer, start, end)) {
            String irregular = IRREGULAR.get(new String(buffer, start, end - start));
            if (irregular != null) {
                irregular.getChars(0, irregular.length(), buffer, start);
                return start + irregular.length();
            }
        }
        PorterStemmer stemmer = new PorterStemmer(buffer, start, end);
        stemmer.step1a();
        stemmer.step1b();
        stemmer.step1c();
        stemmer.step2();
        stemmer.step3();
        stemmer.step4();
        stemmer.step5();
        return stemmer.end;
    }

    private static boolean mayBeIrregular(char[] b, int start, int end) {
        return switch (b[end - 1]) {
            case 'g', 's', 'd' -> true;
            case 'y' -> end - start == 3;
            case 'e' -> b[start] == 'h' && end - start == 4;
            default -> false;
        };
    }

    private void step1a() {
        if (b[end - 1] != 's') {
            return;
        }
        if (endsWith("ies") && end - start == 4) {
            end--;
        } else if (endsWith("sses") || endsWith("ies")) {
            end -= 2;
        } else if (!endsWith("ss")) {
            end--;
        }
    }

    private void step1b() {
        if (endsWith("ied")) {
            end -= end - start == 4 ? 1 : 2;
            return;
        }
        if (endsWith("eed")) {
            if (measure(end - 3) > 0) {
                end--;
            }
            return;
        }
        if (endsWith("ed") && containsVowel(end - 2)) {
            end -= 2;
        } else if (endsWith("ing") && containsVowel(end - 3)) {
            end -= 3;
        } else {
            return;
        }
        if (endsWith("at") || endsWith("bl") || endsWith("iz")) {
            b[end++] = 'e';
        } else if (endsWithDoubleConsonant()) {
            char last = b[end - 1];
            if (last != 'l' && last != 's' && last != 'z') {
                end--;
            }
        } else if (measure(end) == 1 && endsConsonantVowelConsonant(end)) {
            b[end++] = 'e';
        }
    }

    private void step1c() {
        if (end - start > 2 && b[end - 1] == 'y' && isConsonant(end - 2)) {
            b[end - 1] = 'i';
        }
    }

    private void step2() {
        if (endsWith("alli") && measure(end - 4) > 0) {
            end -= 2;
        }
        if (endsWith("logi")) {
            if (measure(end - 3) > 0) {
                end--;
            }
            return;
        }
        replaceFirst(STEP_2, 0);
    }

    private void step3() {
        replaceFirst(STEP_3, 0);
    }

    private void step4() {
        if (endsWith("ion")) {
            boolean afterSOrT = end - start > 3 && (b[end - 4] == 's' || b[end - 4] == 't');
            if (afterSOrT && measure(end - 3) > 1) {
                end -= 3;
            }
            return;
        }
        replaceFirst(STEP_4, 1);
    }

    private void step5() {
        if (end > start && b[end - 1] == 'e') {
            int measure = measure(end - 1);
            if (measure > 1 || (measure == 1 && !endsConsonantVowelConsonant(end - 1))) {
                end--;
            }
        }
        if (endsWith("ll") && measure(end - 1) > 1) {
            end--;
        }
    }

    /** Applies the first rule whose suffix the word has, when the stem before it has more than {@code minimum} as its measure. */
    private void replaceFirst(char[][][] rules, int minimum) {
        char[] rule = match(rules);
        if (rule == null) {
            return;
        }
        int suffix = rule[0];
        if (measure(end - suffix) > minimum) {
            int replacement = rule.length - 1 - suffix;
            System.arraycopy(rule, 1 + suffix, b, end - suffix, replacement);
            end += replacement - suffix;
        }
    }

    /** A rule is the suffix's length, the suffix, and the replacement. */
    private char @Nullable [] match(char[][][] rules) {
        int last = end > start ? b[end - 1] - 'a' : -1;
        if (last < 0 || last >= 26) {
            return null;
        }
        for (char[] rule : rules[last]) {
            int suffix = rule[0];
            if (end - start >= suffix) {
                int i = 0;
                while (i < suffix && b[end - suffix + i] == rule[1 + i]) {
                    i++;
                }
                if (i == suffix) {
                    return rule;
                }
            }
        }
        return null;
    }

    private boolean endsWith(String suffix) {
        int length = suffix.length();
        if (end - start < length) {
            return false;
        }
        for (int i = length - 1; i >= 0; i--) {
            if (b[end - length + i] != suffix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVowel(char c) {
        return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
    }

    /** A y is a consonant at the start and after a vowel. */
    private boolean isConsonant(int i) {
        int at = i;
        boolean flipped = false;
        while (at > start && b[at] == 'y') {
            flipped = !flipped;
            at--;
        }
        return isVowel(b[at]) == flipped;
    }

    /** Number of times that a consonant follows a vowel before {@code limit}. */
    private int measure(int limit) {
        int measure = 0;
        boolean consonant = true;
        for (int i = start; i < limit; i++) {
            boolean now = b[i] == 'y' ? i == start || !consonant : !isVowel(b[i]);
            if (now && !consonant) {
                measure++;
            }
            consonant = now;
        }
        return measure;
    }

    /** A y that is not the first letter makes sure of a vowel: it is one itself, or it follows one. */
    private boolean containsVowel(int limit) {
        for (int i = start; i < limit; i++) {
            if (isVowel(b[i]) || (b[i] == 'y' && i > start)) {
                return true;
            }
        }
        return false;
    }

    private boolean endsWithDoubleConsonant() {
        return end - start >= 2 && b[end - 1] == b[end - 2] && isConsonant(end - 1);
    }

    private boolean endsConsonantVowelConsonant(int limit) {
        int length = limit - start;
        if (length == 2) {
            return !isConsonant(start) && isConsonant(start + 1);
        }
        if (length < 3) {
            return false;
        }
        char last = b[limit - 1];
        return last != 'w'
                && last != 'x'
                && last != 'y'
                && isConsonant(limit - 1)
                && !isConsonant(limit - 2)
                && isConsonant(limit - 3);
    }

    private static char[][][] byLastLetter(String... pairs) {
        int[] sizes = new int[26];
        for (int i = 0; i < pairs.length; i += 2) {
            sizes[pairs[i].charAt(pairs[i].length() - 1) - 'a']++;
        }
        char[][][] result = new char[26][][];
        for (int letter = 0; letter < 26; letter++) {
            result[letter] = new char[sizes[letter]][];
        }
        int[] filled = new int[26];
        for (int i = 0; i < pairs.length; i += 2) {
            int letter = pairs[i].charAt(pairs[i].length() - 1) - 'a';
            result[letter][filled[letter]++] = ((char) pairs[i].length() + pairs[i] + pairs[i + 1]).toCharArray();
        }
        return result;
    }
}
