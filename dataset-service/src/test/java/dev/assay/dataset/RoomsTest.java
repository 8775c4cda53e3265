package dev.assay.dataset;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The rooms of the dataset service: no cycles, one direction, the framework at the rim. */
class RoomsTest {

    private static final String ROOT = "dev.assay.dataset";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new ImportOption.DoNotIncludeJars())
            .importPackages(ROOT);

    private static final DescribedPredicate<JavaClass> RIM = describe(
            "classes at the rim",
            type -> outermost(type)
                    .matches(
                            ".*(Grpc|Repository|Repository_.*|Entity|Entity_.*|Client|Config|Job|Page|Health|Interceptor)"));

    @Test
    void roomsAreThere() {
        for (String room : new String[] {"dataset", "version", "ingest", "api"}) {
            assertThat(CLASSES.stream().filter(type -> type.getPackageName().equals(ROOT + "." + room)))
                    .as(room)
                    .hasSizeGreaterThan(3);
        }
    }

    @Test
    void roomsHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void dependenciesGoOneWay() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".dataset..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".version..", ROOT + ".ingest..", ROOT + ".api..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + ".version..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".ingest..", ROOT + ".api..")
                .check(CLASSES);
    }

    @Test
    void theFrameworkStaysAtTheRim() {
        noClasses()
                .that(DescribedPredicate.not(RIM))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.grpc..",
                        "io.vertx..",
                        "io.agroal..",
                        "io.micrometer..",
                        "jakarta..",
                        "org.hibernate..",
                        "org.eclipse.microprofile..")
                .check(CLASSES);
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }
}
