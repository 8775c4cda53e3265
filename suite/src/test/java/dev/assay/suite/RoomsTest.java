package dev.assay.suite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module: YAML below, the suite above, no framework anywhere. */
class RoomsTest {

    private static final String ROOT = "dev.assay.suite";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void roomsAreThere() {
        assertThat(CLASSES.size()).isGreaterThan(20);
    }

    @Test
    void yamlKnowsNothingOfSuites() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".yaml")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
        slices().matching("dev.assay.(suite..)")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(false)
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
                        "org.hibernate..",
                        "java.sql..",
                        "java.lang.reflect..",
                        "java.nio.file..")
                .check(CLASSES);
    }
}
