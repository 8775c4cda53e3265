package dev.assay.metrics.privacy;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;

import dev.assay.metrics.text.token.Characters;
import java.util.Locale;
import java.util.Map;

/** Checksums of numbers that people are known by. Spaces are ignored, and hyphens where noted. */
public final class Checksums {

    /** Length of an IBAN by country (ISO 13616 registry). */
    private static final Map<String, Integer> IBAN_LENGTHS = Map.ofEntries(
            Map.entry("AD", 24),
            Map.entry("AE", 23),
            Map.entry("AL", 28),
            Map.entry("AT", 20),
            Map.entry("AZ", 28),
            Map.entry("BA", 20),
            Map.entry("BE", 16),
            Map.entry("BG", 22),
            Map.entry("BH", 22),
            Map.entry("BR", 29),
            Map.entry("BY", 28),
            Map.entry("CH", 21),
            Map.entry("CR", 22),
            Map.entry("CY", 28),
            Map.entry("CZ", 24),
            Map.entry("DE", 22),
            Map.entry("DK", 18),
            Map.entry("DO", 28),
            Map.entry("EE", 20),
            Map.entry("EG", 29),
            Map.entry("ES", 24),
            Map.entry("FI", 18),
            Map.entry("FO", 18),
            Map.entry("FR", 27),
            Map.entry("GB", 22),
            Map.entry("GE", 22),
            Map.entry("GI", 23),
            Map.entry("GL", 18),
            Map.entry("GR", 27),
            Map.entry("GT", 28),
            Map.entry("HR", 21),
            Map.entry("HU", 28),
            Map.entry("IE", 22),
            Map.entry("IL", 23),
            Map.entry("IQ", 23),
            Map.entry("IS", 26),
            Map.entry("IT", 27),
            Map.entry("JO", 30),
            Map.entry("KW", 30),
            Map.entry("KZ", 20),
            Map.entry("LB", 28),
            Map.entry("LC", 32),
            Map.entry("LI", 21),
            Map.entry("LT", 20),
            Map.entry("LU", 20),
            Map.entry("LV", 21),
            Map.entry("MC", 27),
            Map.entry("MD", 24),
            Map.entry("ME", 22),
            Map.entry("MK", 19),
            Map.entry("MR", 27),
            Map.entry("MT", 31),
            Map.entry("MU", 30),
            Map.entry("NL", 18),
            Map.entry("NO", 15),
            Map.entry("PK", 24),
            Map.entry("PL", 28),
            Map.entry("PS", 29),
            Map.entry("PT", 25),
            Map.entry("QA", 29),
            Map.entry("RO", 24),
            Map.entry("RS", 22),
            Map.entry("SA", 24),
            Map.entry("SC", 31),
            Map.entry("SE", 24),
            Map.entry("SI", 19),
            Map.entry("SK", 24),
            Map.entry("SM", 27),
            Map.entry("ST", 25),
            Map.entry("SV", 28),
            Map.entry("TL", 23),
            Map.entry("TN", 24),
            Map.entry("TR", 26),
            Map.entry("UA", 29),
            Map.entry("VA", 22),
            Map.entry("VG", 24),
            Map.entry("XK", 20));

    private static final int SHORTEST_IBAN = 15;
    private static final int LONGEST_IBAN = 34;

    private Checksums() {}

    /**
     * True when the digits pass the Luhn checksum (ISO/IEC 7812-1). Spaces and hyphens are ignored; any other character, or no digit
     * at all, is not valid.
     */
    public static boolean luhn(String number) {
        int sum = 0;
        int digits = 0;
        for (int i = number.length() - 1; i >= 0; i--) {
            char c = number.charAt(i);
            if (c == ' ' || c == '-') {
                continue;
            }
            if (!isAsciiDigit(c)) {
                return false;
            }
            int digit = c - '0';
            if (digits++ % 2 == 1) {
                digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
            }
            sum += digit;
        }
        return digits > 0 && sum % 10 == 0;
    }

    /**
     * True when the text is an IBAN: two letters, two check digits, the country's length (15 to 34 where it is not known), and a
     * remainder of 1 modulo 97 (ISO 13616, ISO 7064). Spaces and case are ignored.
     */
    public static boolean iban(String text) {
        StringBuilder compact = new StringBuilder(LONGEST_IBAN);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                continue;
            }
            if (compact.length() == LONGEST_IBAN || !(isAsciiDigit(c) || Characters.isAsciiLetter(c))) {
                return false;
            }
            compact.append(c);
        }
        String iban = compact.toString().toUpperCase(Locale.ROOT);
        if (iban.length() < SHORTEST_IBAN
                || isAsciiDigit(iban.charAt(0))
                || isAsciiDigit(iban.charAt(1))
                || !isAsciiDigit(iban.charAt(2))
                || !isAsciiDigit(iban.charAt(3))) {
            return false;
        }
        Integer length = IBAN_LENGTHS.get(iban.substring(0, 2));
        return (length == null || length == iban.length()) && mod97(iban.substring(4) + iban.substring(0, 4)) == 1;
    }

    /** Length of a country's IBANs, or -1 where it is not known. */
    static int ibanLength(String country) {
        return IBAN_LENGTHS.getOrDefault(country, -1);
    }

    private static int mod97(String rearranged) {
        int remainder = 0;
        for (int i = 0; i < rearranged.length(); i++) {
            int value = Character.digit(rearranged.charAt(i), 36);
            remainder = (value > 9 ? remainder * 100 + value : remainder * 10 + value) % 97;
        }
        return remainder;
    }
}
