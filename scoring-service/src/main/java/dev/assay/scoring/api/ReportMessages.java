package dev.assay.scoring.api;

import dev.assay.kit.error.AssayException;
import dev.assay.scoring.report.Reports;
import dev.assay.scoring.v1.GetReportRequest;

/** What is asked about reports. */
final class ReportMessages {

    private ReportMessages() {}

    static Reports.Format format(GetReportRequest.Format format) {
        return switch (format) {
            case HTML -> Reports.Format.HTML;
            case JSON -> Reports.Format.JSON;
            case MARKDOWN -> Reports.Format.MARKDOWN;
            case JUNIT -> Reports.Format.JUNIT;
            case FORMAT_UNSPECIFIED, UNRECOGNIZED ->
                throw AssayException.invalid("format", "required: HTML, JSON, MARKDOWN or JUNIT");
        };
    }
}
