package dev.assay.embedding;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** This module is plain Java, and native code stays behind three classes. */
class RoomsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.assay.embedding");

    @Test
    void nativeCodeStaysBehindTheModel() {
        assertThat(CLASSES.size()).isGreaterThan(4);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(OnnxEncoder|OnnxLibrary|MiniLm)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.onnxruntime..")
                .check(CLASSES);
    }

    @Test
    void noFrameworkComesIn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.grpc..",
                        "jakarta..",
                        "dev.langchain4j..",
                        "java.lang.reflect..",
                        "java.sql..")
                .check(CLASSES);
    }
}
