package dev.assay.cli.remote;

import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeReflection;

/** What the builder of a native image must know of the contract. It runs only there; {@code META-INF/native-image} names it. */
public final class ContractFeature implements Feature {

    @Override
    public String getDescription() {
        return "Registers the messages of Assay's contract for reflection";
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        for (Class<?> type : ContractClasses.all()) {
            RuntimeReflection.register(type);
            RuntimeReflection.register(type.getDeclaredMethods());
        }
    }
}
