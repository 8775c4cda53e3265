package dev.assay.postgres;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The module stays plain Java, so that everything may stand on it (P3). */
class RoomsTest {
    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.assay.postgres");

    @Test
    void knowsNoFramework() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "dev.assay.postgres..", "java..", "org.jspecify..", "org.tukaani.xz..", "org.postgresql")
                .check(MODULE);
    }

    /** A native image refuses to keep one, for it would draw the same numbers in every process. */
    @Test
    void noRandomGeneratorIsStatic() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(assignableTo(RandomGenerator.class))
                .check(MODULE);
    }
}
