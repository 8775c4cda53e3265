package dev.assay.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The rooms of the command line: no cycles; picocli only where commands are, gRPC only where services are called. */
class RoomsTest {

    private static final String ROOT = "dev.assay.cli";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void roomsAreThereAndHaveNoCycles() {
        assertThat(CLASSES.size()).isGreaterThan(50);
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void frameworksStayAtTheRim() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".command..")
                .and()
                .doNotHaveSimpleName("Assay")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".remote..")
                .and()
                .haveSimpleNameNotEndingWith("Client")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.grpc..")
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveSimpleName("Main")
                .and()
                .haveSimpleNameNotEndingWith("Config")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..")
                .check(CLASSES);
    }

    /** A native image refuses to keep one, for it would draw the same numbers in every process. */
    @Test
    void noRandomGeneratorIsStatic() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(assignableTo(RandomGenerator.class))
                .check(CLASSES);
    }
}
