package dev.assay.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The module depends on little, so that every module may depend on it. */
class RoomsTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.assay.testing");

    @Test
    void theFakeModelServerIsPlainJava() {
        classes()
                .that()
                .resideInAPackage("dev.assay.testing.model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("dev.assay.testing.model..", "java..", "org.jspecify..", "com.fasterxml.jackson..")
                .check(MODULE);
    }

    @Test
    void onlyTheResourceKnowsQuarkus() {
        noClasses()
                .that()
                .doNotHaveSimpleName("PostgresResource")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.quarkus..")
                .check(MODULE);
    }
}
