package dev.assay.metrics.privacy;

import static dev.assay.metrics.text.token.Characters.isAsciiDigit;

import java.time.YearMonth;
import java.util.Locale;

/**
 * National identity numbers that carry a checksum. Each method takes the compact form: digits and letters only.
 *
 * <p>Source: the issuing authorities' rules, as python-stdnum names them: es.dni and es.nie, it.codicefiscale, fr.nir, pl.pesel,
 * br.cpf, cn.ric.
 */
public final class NationalIds {

    private static final String SPANISH = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String CHINESE = "10X98765432";

    /** Values of {@code 0-9} and {@code A-Z} at odd places of an Italian code. */
    private static final int[] ITALIAN_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
        22, 25, 24, 23
    };

    private NationalIds() {}

    /** True when the text is valid in at least one of the countries. */
    public static boolean isValid(String compact) {
        String id = compact.toUpperCase(Locale.ROOT);
        return switch (id.length()) {
            case 9 -> spanish(id);
            case 11 -> polish(id) || brazilian(id);
            case 15 -> french(id);
            case 16 -> italian(id);
            case 18 -> chinese(id);
            default -> false;
        };
    }

    /** Spain: DNI (eight digits and a letter) or NIE (X, Y or Z, seven digits and a letter). */
    public static boolean spanish(String id) {
        if (id.length() != 9) {
            return false;
        }
        int first = "XYZ".indexOf(id.charAt(0));
        String digits = (first >= 0 ? String.valueOf(first) : id.substring(0, 1)) + id.substring(1, 8);
        return digits(digits) && SPANISH.charAt(Integer.parseInt(digits) % 23) == id.charAt(8);
    }

    /** Italy: codice fiscale, sixteen letters and digits. */
    public static boolean italian(String id) {
        if (id.length() != 16) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            char c = id.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z';
            boolean digitPlace = i == 6 || i == 7 || i == 9 || i == 10 || (i >= 12 && i <= 14);
            if (!letter && !(digitPlace && isAsciiDigit(c))) {
                return false;
            }
            int value = letter ? c - 'A' : c - '0';
            if (i < 15) {
                sum += i % 2 == 0 ? ITALIAN_ODD[letter ? value + 10 : value] : value;
            }
        }
        return id.charAt(15) == 'A' + sum % 26 && "ABCDEHLMPRST".indexOf(id.charAt(8)) >= 0;
    }

    /** France: NIR, thirteen digits and two check digits; Corsica has 2A or 2B for the department. */
    public static boolean french(String id) {
        if (id.length() != 15 || (id.charAt(0) != '1' && id.charAt(0) != '2')) {
            return false;
        }
        String number = id.substring(0, 13);
        if (number.startsWith("2A", 5)) {
            number = number.substring(0, 5) + "19" + number.substring(7);
        } else if (number.startsWith("2B", 5)) {
            number = number.substring(0, 5) + "18" + number.substring(7);
        }
        return digits(number)
                && digits(id.substring(13))
                && 97 - Long.parseLong(number) % 97 == Integer.parseInt(id.substring(13));
    }

    /** Poland: PESEL, eleven digits that start with the date of birth. */
    public static boolean polish(String id) {
        if (id.length() != 11 || !digits(id)) {
            return false;
        }
        int month = number(id, 2, 4);
        int century = new int[] {1900, 2000, 2100, 2200, 1800}[Math.min(4, month / 20)];
        return weighted(id, new int[] {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1}) % 10 == 0
                && isDate(century + number(id, 0, 2), month % 20, number(id, 4, 6));
    }

    /** Brazil: CPF, nine digits and two check digits, not all equal. */
    public static boolean brazilian(String id) {
        if (id.length() != 11 || !digits(id) || id.chars().distinct().count() == 1) {
            return false;
        }
        int first = weighted(id, new int[] {10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10;
        int second = weighted(id, new int[] {11, 10, 9, 8, 7, 6, 5, 4, 3, 2}) * 10 % 11 % 10;
        return first == id.charAt(9) - '0' && second == id.charAt(10) - '0';
    }

    /** China: resident identity number, seventeen digits with the date of birth and a check character. */
    public static boolean chinese(String id) {
        if (id.length() != 18 || !digits(id.substring(0, 17))) {
            return false;
        }
        int sum = weighted(id, new int[] {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
        return CHINESE.charAt(sum % 11) == id.charAt(17)
                && isDate(number(id, 6, 10), number(id, 10, 12), number(id, 12, 14));
    }

    private static boolean digits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isAsciiDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static int weighted(String digits, int[] weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (digits.charAt(i) - '0');
        }
        return sum;
    }

    private static boolean isDate(int year, int month, int day) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth();
    }
}
