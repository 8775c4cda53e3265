package dev.assay.runner.model.provider;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What went wrong with TLS, in words for an operator. */
final class TlsFailure {

    private static final int DEEPEST = 12;

    private TlsFailure() {}

    /** How a call ended that failed with {@code error}; empty when it was not for TLS. Nothing of the request was sent then. */
    static Optional<HttpReply.Broken> of(@Nullable Throwable error) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = error; cause != null && causes.size() < DEEPEST; cause = cause.getCause()) {
            causes.add(cause);
        }
        if (causes.stream().noneMatch(SSLException.class::isInstance)) {
            return Optional.empty();
        }
        return Optional.of(certificate(causes)
                .map(what -> new HttpReply.Broken(HttpReply.Kind.UNTRUSTED, what))
                .orElseGet(() -> new HttpReply.Broken(HttpReply.Kind.UNREACHABLE, "TLS failed: " + said(causes))));
    }

    private static Optional<String> certificate(List<Throwable> causes) {
        for (Throwable cause : causes.reversed()) {
            if (cause instanceof CertificateExpiredException) {
                return Optional.of("the server's certificate has expired (" + said(List.of(cause)) + ")");
            }
            if (cause instanceof CertificateNotYetValidException) {
                return Optional.of("the server's certificate is not valid yet (" + said(List.of(cause)) + ")");
            }
            if (cause instanceof CertPathBuilderException) {
                return Optional.of("the server's certificate is signed by no authority that is trusted;"
                        + " assay.runner.trusted-certificates can name it");
            }
            if (cause instanceof CertificateException) {
                return Optional.of("the server's certificate is not good for this host (" + said(List.of(cause)) + ")");
            }
        }
        return Optional.empty();
    }

    private static String said(List<Throwable> causes) {
        return Lines.one(String.valueOf(causes.getLast().getMessage()));
    }
}
