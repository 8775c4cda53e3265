package dev.assay.kit.call;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import com.google.protobuf.FieldMask;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.ResourceInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The messages that others have made and that are fields of ours: protobuf asks them by reflection for their builders when a field of the
 * message around them is read or set by its descriptor. The extension for gRPC announces to a native image only the messages of the contract.
 */
@RegisterForReflection(
        targets = {
            Any.class,
            Any.Builder.class,
            Duration.class,
            Duration.Builder.class,
            Empty.class,
            Empty.Builder.class,
            FieldMask.class,
            FieldMask.Builder.class,
            ListValue.class,
            ListValue.Builder.class,
            Struct.class,
            Struct.Builder.class,
            Timestamp.class,
            Timestamp.Builder.class,
            Value.class,
            Value.Builder.class,
            BadRequest.class,
            BadRequest.Builder.class,
            BadRequest.FieldViolation.class,
            BadRequest.FieldViolation.Builder.class,
            ErrorInfo.class,
            ErrorInfo.Builder.class,
            RequestInfo.class,
            RequestInfo.Builder.class,
            ResourceInfo.class,
            ResourceInfo.Builder.class,
            RetryInfo.class,
            RetryInfo.Builder.class,
            Status.class,
            Status.Builder.class
        })
final class MessagesConfig {

    private MessagesConfig() {}
}
