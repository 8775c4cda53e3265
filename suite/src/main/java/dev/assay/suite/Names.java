package dev.assay.suite;

import java.util.regex.Pattern;

/** Forms of names, with the words that messages use for them. */
final class Names {

    /** Ids of resources, which are parts of resource names. */
    static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    static final String ID_FORM =
            "a name of 1 to 63 of a-z, 0-9, \"-\", \"_\" and \".\" that starts with a letter or digit";

    /** Names of scorers and metrics, which are parts of expressions. */
    static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    static final String WORD_FORM = "a name of 1 to 63 of a-z, 0-9 and \"_\" that starts with a letter";

    /** Names that come from the data. */
    static final Pattern FREE = Pattern.compile("[^\\p{Cntrl}]{1,200}");

    static final String FREE_FORM = "a name of 1 to 200 characters";

    /** Versions of datasets. */
    static final Pattern VERSION = Pattern.compile(
            "projects/[a-z0-9][a-z0-9._-]{0,62}/datasets/([a-z0-9][a-z0-9._-]{0,62})/versions/[a-z0-9][a-z0-9._-]{0,62}");

    private Names() {}

    /** Makes an id from a file's name; empty when nothing of it can stay. */
    static String idOf(String file) {
        String name = file.replace('\\', '/');
        name = name.substring(name.lastIndexOf('/') + 1);
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            name = name.substring(0, dot);
        }
        String id = name.toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("^[^a-z0-9]+", "");
        id = id.length() > 63 ? id.substring(0, 63) : id;
        return id.replaceAll("[-._]+$", "");
    }
}
