package dev.assay.metrics.privacy;

/** Kinds of personal data and secrets, in the order in which an overlap is decided: the first one keeps the span. */
public enum PiiType {
    /** A URL with a user name and password in it. */
    URL_CREDENTIALS,
    /** An e-mail address. */
    EMAIL,
    /** A key, token or private key of a shape that a well-known service issues. */
    API_KEY,
    /** A bank account number (ISO 13616) with valid check digits. */
    IBAN,
    /** A payment card number of a known range with a valid Luhn checksum. */
    CREDIT_CARD,
    /** A social security number of the United States, written with separators. */
    US_SSN,
    /** An identity number of another country with a valid checksum; see {@link NationalIds}. */
    NATIONAL_ID,
    /** An IPv4 address. */
    IPV4,
    /** An IPv6 address. */
    IPV6,
    /** A telephone number: international with +, North American, or national with a leading 0. */
    PHONE
}
