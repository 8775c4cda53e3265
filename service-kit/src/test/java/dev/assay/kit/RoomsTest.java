package dev.assay.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of this module: no cycles, and no words of a domain. */
class RoomsTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.assay.kit");

    @Test
    void roomsHaveNoCycles() {
        assertThat(CLASSES).hasSizeGreaterThan(10);
        slices().matching("dev.assay.kit.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theKitKnowsNoDomain() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.assay.dataset..", "dev.assay.runner..", "dev.assay.scoring..")
                .check(CLASSES);
    }
}
