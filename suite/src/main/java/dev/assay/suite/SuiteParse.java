package dev.assay.suite;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading a suite.
 *
 * @param errors every error, in the order of the text
 * @param warnings what works but deserves a look, in the order of the text
 * @param suite the suite; absent when there are errors
 */
public record SuiteParse(List<Problem> errors, List<Problem> warnings, Optional<Suite> suite) {
    public SuiteParse {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }
}
