package dev.assay.scoring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this service: no cycles, nothing below the edge knows reports or execution, frameworks only at the rim. */
class RoomsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("/dev/assay/scoring/v1/"))
            .importPackages("dev.assay.scoring");

    @Test
    void roomsHaveNoCycles() {
        slices().matching("dev.assay.scoring.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheEdgeKnowsReportsAndExecution() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "dev.assay.scoring.api..", "dev.assay.scoring.report..", "dev.assay.scoring.execution..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.assay.scoring.api..", "dev.assay.scoring.report..", "dev.assay.scoring.execution..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.assay.scoring.execution..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.assay.scoring.report..", "dev.assay.scoring.api..")
                .check(CLASSES);
    }

    @Test
    void scorersKnowNoTable() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.assay.scoring.scorer..", "dev.assay.scoring.result..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.assay.scoring.evaluation..", "dev.assay.scoring.suite..")
                .check(CLASSES);
    }

    @Test
    void frameworksStayAtTheRim() {
        classes()
                .that()
                .resideInAPackage("dev.assay.scoring..")
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
