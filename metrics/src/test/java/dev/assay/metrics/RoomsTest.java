package dev.assay.metrics;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The rooms of this module and their doors: no cycles, no framework, and a registry that only adapters know. */
class RoomsTest {

    private static final String ROOT = "dev.assay.metrics";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** An adapter of the registry, wherever it stands: {@code ClassificationMetrics} and the like, with its inner classes. */
    private static final DescribedPredicate<JavaClass> ADAPTER = describe(
            "adapters named …Metrics",
            type -> type.getName().startsWith(ROOT) && outermost(type).endsWith("Metrics"));

    @Test
    void roomsAreThere() {
        assertThat(CLASSES.size()).as("classes of " + ROOT).isGreaterThan(5);
    }

    @Test
    void roomsHaveNoCycles() {
        slices().assignedFrom(new Rooms()).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyAdaptersKnowTheRegistry() {
        noClasses()
                .that(DescribedPredicate.not(ADAPTER))
                .and()
                .resideOutsideOfPackage(ROOT + ".registry..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".registry..")
                .check(CLASSES);
    }

    @Test
    void noFrameworkComesIn() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.quarkus..",
                        "io.smallrye..",
                        "io.grpc..",
                        "io.vertx..",
                        "jakarta..",
                        "org.hibernate..",
                        "org.eclipse.microprofile..",
                        "java.sql..",
                        "java.lang.reflect..")
                .check(CLASSES);
    }

    private static String outermost(JavaClass type) {
        String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
        int inner = name.indexOf('$');
        return inner < 0 ? name : name.substring(0, inner);
    }

    /** A room is a package below the root; adapters belong to the registry; the root itself is no room. */
    private static final class Rooms implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            if (ADAPTER.test(type)) {
                return SliceIdentifier.of("registry");
            }
            if (!type.getPackageName().startsWith(ROOT + ".")) {
                return SliceIdentifier.ignore();
            }
            String below = type.getPackageName().substring(ROOT.length() + 1);
            int dot = below.indexOf('.');
            return SliceIdentifier.of(dot < 0 ? below : below.substring(0, dot));
        }

        @Override
        public String getDescription() {
            return "rooms below " + ROOT;
        }
    }
}
