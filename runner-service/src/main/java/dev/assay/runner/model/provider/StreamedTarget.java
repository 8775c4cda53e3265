package dev.assay.runner.model.provider;

import dev.assay.target.v1.CompleteResponse;
import dev.assay.target.v1.StreamCompleteResponse;
import dev.assay.type.v1.Message;
import dev.assay.type.v1.Part;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Puts the pieces together that an application streams. Used by one thread. */
final class StreamedTarget {

    private final long begun = System.nanoTime();
    private final StringBuilder text = new StringBuilder();
    private final long maxBytes;
    private long bytes;
    private @Nullable Duration firstToken;
    private @Nullable CompleteResponse end;

    StreamedTarget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes the next piece; false when the answer is too large now. */
    boolean add(StreamCompleteResponse piece) {
        bytes += piece.getSerializedSize();
        boolean says = !piece.getText().isEmpty() || piece.getEnd().hasMessage();
        if (says && firstToken == null) {
            firstToken = Duration.ofNanos(System.nanoTime() - begun);
        }
        // What comes behind the end is of no answer; the end does not count then, and the answer has no message.
        end = piece.hasEnd() && end == null ? piece.getEnd() : null;
        text.append(piece.getText());
        return bytes <= maxBytes;
    }

    /** The answer that would have come in one piece; without a message when the end did not come. */
    TargetReply.Answered answered() {
        CompleteResponse response = end == null ? CompleteResponse.getDefaultInstance() : end;
        if (end == null || text.isEmpty()) {
            return new TargetReply.Answered(response, firstToken);
        }
        Message.Builder message = end.getMessage().toBuilder().clearParts();
        message.addParts(Part.newBuilder().setText(text.toString()))
                .addAllParts(end.getMessage().getPartsList());
        return new TargetReply.Answered(response.toBuilder().setMessage(message).build(), firstToken);
    }
}
