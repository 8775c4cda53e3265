package dev.assay.cli.render;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import java.util.List;

/** Messages of the contract as JSON, with the field names of the contract. */
public final class Json {

    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().preservingProtoFieldNames();

    private Json() {}

    public static String of(MessageOrBuilder message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message cannot be printed", e);
        }
    }

    /** One document: an object with one list. */
    public static String list(String name, List<? extends MessageOrBuilder> messages) {
        StringBuilder json = new StringBuilder("{\n\"" + name + "\": [");
        for (int i = 0; i < messages.size(); i++) {
            json.append(i == 0 ? "\n" : ",\n").append(of(messages.get(i)));
        }
        return json.append(messages.isEmpty() ? "]\n}" : "\n]\n}").toString();
    }
}
