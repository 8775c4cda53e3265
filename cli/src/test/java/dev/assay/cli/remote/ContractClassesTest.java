package dev.assay.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.assay.runner.v1.PriceTable;
import dev.assay.scoring.v1.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A native image of the command line knows every message that may become JSON or text (P2, P3). */
class ContractClassesTest {

    private static final Set<Class<?>> ALL = ContractClasses.all();

    @Test
    void messagesComeWithTheirBuildersAndEnums() {
        assertThat(ALL)
                .contains(Evaluation.class, Evaluation.Builder.class, Evaluation.State.class)
                .contains(PriceTable.class, PriceTable.Builder.class)
                .contains(Timestamp.class, Struct.class, Value.class, Value.Builder.class)
                .contains(ErrorInfo.class, BadRequest.FieldViolation.class, BadRequest.FieldViolation.Builder.class);
    }

    @Test
    void everyMessageThatTheCommandLineNamesIsThere() {
        List<String> missing = new ArrayList<>();
        int seen = 0;
        for (JavaClass user : new ClassFileImporter().importPackages("dev.assay.cli", "dev.assay.suite")) {
            for (var dependency : user.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith("dev.assay.")
                        && target.getPackageName().endsWith(".v1")
                        && target.isAssignableTo(Message.class)) {
                    seen++;
                    if (ALL.stream().noneMatch(known -> known.getName().equals(target.getName()))) {
                        missing.add(target.getName());
                    }
                }
            }
        }
        assertThat(seen).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }
}
