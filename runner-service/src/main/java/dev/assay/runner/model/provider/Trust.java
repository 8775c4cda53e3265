package dev.assay.runner.model.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Which authorities may sign the certificates of models: those that the JDK knows, and those that an operator names besides. */
public final class Trust {

    private Trust() {}

    /**
     * Trusts the JDK's authorities and those of a file.
     *
     * @param file certificates in PEM
     * @throws IllegalArgumentException when the file cannot be read or has no certificates
     */
    public static X509TrustManager withCertificatesOf(Path file) {
        Collection<? extends Certificate> more;
        try (InputStream in = Files.newInputStream(file)) {
            more = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificates in " + file + " cannot be read", e);
        }
        if (more.isEmpty()) {
            throw new IllegalArgumentException("there are no certificates in " + file);
        }
        try {
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            int count = 0;
            for (X509Certificate known : manager(null).getAcceptedIssuers()) {
                authorities.setCertificateEntry("jdk-" + count++, known);
            }
            for (Certificate one : more) {
                authorities.setCertificateEntry("file-" + count++, one);
            }
            return manager(authorities);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param authorities null for those of the JDK */
    private static X509TrustManager manager(@Nullable KeyStore authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(authorities);
        for (TrustManager each : factory.getTrustManagers()) {
            if (each instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("the JDK has no trust manager for X.509");
    }
}
