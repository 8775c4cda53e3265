package dev.assay.runner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this service: no cycles, run never sees a model, frameworks only at the rim. */
class RoomsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/dev/assay/runner/v1/"))
            .importPackages("dev.assay.runner");

    @Test
    void roomsHaveNoCycles() {
        slices().matching("dev.assay.runner.(*)..").should().beFreeOfCycles().check(CLASSES);
        slices().matching("dev.assay.runner.model.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void runsNeverSeeModels() {
        noClasses()
                .that()
                .resideInAPackage("dev.assay.runner.run..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.assay.runner.model..", "dev.assay.runner.execution..")
                .check(CLASSES);
    }

    @Test
    void modelsKnowNothingOfRuns() {
        noClasses()
                .that()
                .resideInAPackage("dev.assay.runner.model..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.assay.runner.run..", "dev.assay.runner.execution..")
                .check(CLASSES);
    }

    @Test
    void frameworksStayAtTheRim() {
        classes()
                .that()
                .resideInAPackage("dev.assay.runner..")
                .and()
                .haveNameNotMatching(
                        ".*\\.[A-Z][A-Za-z]*(Grpc|Repository|Entity|Client|Config|Job|Page|Health|Interceptor)(\\$.*)?")
                .and()
                .haveNameNotMatching(".*_[A-Z][A-Za-z]*|.*package-info")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages(
                        "io.quarkus..",
                        "io.grpc..",
                        "io.vertx..",
                        "io.agroal..",
                        "jakarta.persistence..",
                        "org.hibernate..",
                        "com.github.kagkarlsson..",
                        "io.opentelemetry..",
                        "io.micrometer..")
                .check(CLASSES);
    }
}
