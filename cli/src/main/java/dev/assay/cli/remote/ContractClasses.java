package dev.assay.cli.remote;

import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.ProtocolMessageEnum;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.assay.dataset.v1.DatasetServiceGrpc;
import dev.assay.dataset.v1.DatasetVersionServiceGrpc;
import dev.assay.runner.v1.ModelServiceGrpc;
import dev.assay.runner.v1.PriceServiceGrpc;
import dev.assay.runner.v1.PromptServiceGrpc;
import dev.assay.runner.v1.RunServiceGrpc;
import dev.assay.scoring.v1.EvaluationServiceGrpc;
import dev.assay.scoring.v1.ScoringServiceGrpc;
import dev.assay.scoring.v1.SuiteServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The classes of all messages that the services take or return, with their builders and enums: protobuf reads and writes their fields
 * through reflection where a message becomes JSON or text.
 */
final class ContractClasses {

    private final Set<Class<?>> found = new LinkedHashSet<>();

    private ContractClasses() {}

    static Set<Class<?>> all() {
        ContractClasses classes = new ContractClasses();
        for (ServiceDescriptor service : List.of(
                DatasetServiceGrpc.getServiceDescriptor(),
                DatasetVersionServiceGrpc.getServiceDescriptor(),
                ModelServiceGrpc.getServiceDescriptor(),
                PriceServiceGrpc.getServiceDescriptor(),
                PromptServiceGrpc.getServiceDescriptor(),
                RunServiceGrpc.getServiceDescriptor(),
                SuiteServiceGrpc.getServiceDescriptor(),
                EvaluationServiceGrpc.getServiceDescriptor(),
                ScoringServiceGrpc.getServiceDescriptor())) {
            for (MethodDescriptor<?, ?> method : service.getMethods()) {
                classes.addPrototype(method.getRequestMarshaller());
                classes.addPrototype(method.getResponseMarshaller());
            }
        }
        // What an error carries.
        classes.add(Status.getDefaultInstance());
        classes.add(Any.getDefaultInstance());
        classes.add(ErrorInfo.getDefaultInstance());
        classes.add(BadRequest.getDefaultInstance());
        return classes.found;
    }

    private void addPrototype(MethodDescriptor.Marshaller<?> marshaller) {
        if (marshaller instanceof PrototypeMarshaller<?> prototypes
                && prototypes.getMessagePrototype() instanceof Message message) {
            add(message);
        }
    }

    private void add(Message message) {
        if (!found.add(message.getClass())) {
            return;
        }
        Message.Builder builder = message.newBuilderForType();
        found.add(builder.getClass());
        for (Method method : message.getClass().getMethods()) {
            if (ProtocolMessageEnum.class.isAssignableFrom(method.getReturnType())) {
                found.add(method.getReturnType());
            }
        }
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                add(builder.newBuilderForField(field).getDefaultInstanceForType());
            }
        }
    }
}
