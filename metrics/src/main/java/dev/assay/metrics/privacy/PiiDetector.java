package dev.assay.metrics.privacy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds personal data and secrets by their shape and checksum; names and addresses of people are not looked for. Time is linear in
 * the text. Immutable and thread-safe.
 */
public final class PiiDetector {

    /** Finds every type. */
    public static final PiiDetector ALL = new PiiDetector(EnumSet.allOf(PiiType.class));

    private final Set<PiiType> types;

    /** A detector of some types only; the others do not take part in overlaps. */
    public PiiDetector(Set<PiiType> types) {
        this.types =
                Collections.unmodifiableSet(types.isEmpty() ? EnumSet.noneOf(PiiType.class) : EnumSet.copyOf(types));
    }

    /** The spans in the order of the text, without overlaps: of two overlapping ones the type that {@link PiiType} lists first stays. */
    public List<PiiSpan> find(String text) {
        List<Found> all = new ArrayList<>();
        for (PiiType type : types) {
            switch (type) {
                case URL_CREDENTIALS -> WebFinder.urlCredentials(text, all);
                case EMAIL -> WebFinder.emails(text, all);
                case API_KEY -> KeyFinder.find(text, all);
                case IBAN -> NumberFinder.ibans(text, all);
                case CREDIT_CARD -> NumberFinder.cards(text, all);
                case US_SSN -> NumberFinder.socialSecurity(text, all);
                case NATIONAL_ID -> NumberFinder.nationalIds(text, all);
                case IPV4 -> AddressFinder.ipv4(text, all);
                case IPV6 -> AddressFinder.ipv6(text, all);
                case PHONE -> PhoneFinder.find(text, all);
            }
        }
        all.sort(Comparator.comparing(Found::type).thenComparing(Found::start));
        List<Found> kept = withoutOverlaps(all, text.length());
        kept.sort(Comparator.comparing(Found::start));
        return spans(text, kept);
    }

    /** The text with each span replaced by its type in square brackets. */
    public String mask(String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        int point = 0;
        for (PiiSpan span : find(text)) {
            int start = text.offsetByCodePoints(at, span.start() - point);
            out.append(text, at, start).append('[').append(span.type()).append(']');
            at = start + span.value().length();
            point = span.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    private static List<Found> withoutOverlaps(List<Found> ordered, int length) {
        boolean[] taken = new boolean[length];
        List<Found> kept = new ArrayList<>();
        for (Found found : ordered) {
            boolean free = true;
            for (int i = found.start(); i < found.end() && free; i++) {
                free = !taken[i];
            }
            if (free) {
                kept.add(found);
                java.util.Arrays.fill(taken, found.start(), found.end(), true);
            }
        }
        return kept;
    }

    private static List<PiiSpan> spans(String text, List<Found> found) {
        List<PiiSpan> spans = new ArrayList<>(found.size());
        int unit = 0;
        int point = 0;
        for (Found f : found) {
            point += text.codePointCount(unit, f.start());
            int length = text.codePointCount(f.start(), f.end());
            spans.add(new PiiSpan(f.type(), point, point + length, text.substring(f.start(), f.end())));
            unit = f.start();
        }
        return Collections.unmodifiableList(spans);
    }

    /** A candidate in UTF-16 units. */
    record Found(PiiType type, int start, int end) {}
}
