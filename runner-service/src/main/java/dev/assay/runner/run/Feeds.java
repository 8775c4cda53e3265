package dev.assay.runner.run;

import dev.assay.kit.call.Sink;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.error.ErrorStatus;
import dev.assay.kit.name.PageRequest;
import dev.assay.runner.v1.StreamCompletionsResponse;
import dev.assay.runner.v1.WatchRunResponse;
import dev.assay.type.v1.ErrorReason;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Streams of what happens to a run. They look at the run's row a few times a second: whichever replica changes it, and however it dies,
 * nothing is missed. A database that is away for a while only delays them.
 */
@ApplicationScoped
public class Feeds {

    private static final Duration LOOK_EVERY = Duration.ofMillis(150);
    private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(5);
    private static final int PAGE = 250;

    /** Responses stay well below the 4 MiB that gRPC clients take by default. */
    private static final int RESPONSE_BYTES = 1 << 20;

    private final Runs runs;

    Feeds(Runs runs) {
        this.runs = runs;
    }

    /** Sends the run as it is, then as it changes, until it has ended. */
    public void watch(String name, Sink<WatchRunResponse> sink) throws InterruptedException {
        Run run = runs.get(name, "name");
        sink.send(WatchRunResponse.newBuilder().setRun(Rendering.run(run)).build());
        long lastSent = System.nanoTime();
        while (!run.tally().ended()) {
            sink.pause(LOOK_EVERY);
            Run next = patiently(() -> runs.get(name, "name"), sink);
            if (!next.tally().equals(run.tally())) {
                sink.send(WatchRunResponse.newBuilder()
                        .setRun(Rendering.run(next))
                        .build());
                lastSent = System.nanoTime();
            } else if (heartbeatDue(lastSent)) {
                sink.send(WatchRunResponse.getDefaultInstance());
                lastSent = System.nanoTime();
            }
            run = next;
        }
    }

    /** Sends completions behind the token in the order of commits, follows the run, and closes with the run as it ended. */
    public void follow(String name, String resumeToken, Sink<StreamCompletionsResponse> sink)
            throws InterruptedException {
        Run run = runs.get(name, "parent");
        String scope = "stream/" + run.name();
        String cursor;
        try {
            cursor = PageRequest.of(0, resumeToken, scope).cursor();
        } catch (AssayException e) {
            throw AssayException.invalid("resume_token", "not a token of a stream of this run");
        }
        long position = cursor.isEmpty() ? 0 : Long.parseLong(cursor);
        long lastSent = System.nanoTime();
        while (true) {
            // The run is looked at first: what it counts as stored can be read then.
            Run now = patiently(() -> runs.get(name, "parent"), sink);
            while (position < now.tally().sequence()) {
                long after = position;
                List<CompletionRepository.Stored> page = patiently(
                                () -> runs.completions(now, after, PAGE, false), sink)
                        .completions();
                if (page.isEmpty()) {
                    // What stood there was removed to be made again.
                    position = now.tally().sequence();
                }
                while (!page.isEmpty()) {
                    int count = fitting(page);
                    position = page.get(count - 1).sequence();
                    sink.send(response(now, page.subList(0, count), PageRequest.token(scope, Long.toString(position))));
                    page = page.subList(count, page.size());
                }
                lastSent = System.nanoTime();
            }
            String token = PageRequest.token(scope, Long.toString(position));
            if (now.tally().ended()) {
                sink.send(StreamCompletionsResponse.newBuilder()
                        .setResumeToken(token)
                        .setEndedRun(Rendering.run(now))
                        .build());
                return;
            }
            if (heartbeatDue(lastSent)) {
                sink.send(StreamCompletionsResponse.newBuilder()
                        .setResumeToken(token)
                        .build());
                lastSent = System.nanoTime();
            }
            sink.pause(LOOK_EVERY);
        }
    }

    /** How many of the first completions fit into one response; at least one. */
    static int fitting(List<CompletionRepository.Stored> completions) {
        int bytes = 0;
        int count = 0;
        for (CompletionRepository.Stored stored : completions) {
            bytes += stored.completion().getSerializedSize();
            if (count > 0 && bytes > RESPONSE_BYTES) {
                break;
            }
            count++;
        }
        return count;
    }

    private static StreamCompletionsResponse response(
            Run run, List<CompletionRepository.Stored> completions, String token) {
        StreamCompletionsResponse.Builder response =
                StreamCompletionsResponse.newBuilder().setResumeToken(token);
        completions.forEach(stored -> response.addCompletions(Rendering.completion(run, stored)));
        return response.build();
    }

    private static boolean heartbeatDue(long lastSent) {
        return System.nanoTime() - lastSent > HEARTBEAT_EVERY.toNanos();
    }

    private static <T, R> T patiently(Supplier<T> read, Sink<R> sink) throws InterruptedException {
        while (true) {
            try {
                return read.get();
            } catch (RuntimeException e) {
                if (ErrorStatus.of(e).reason() != ErrorReason.DEPENDENCY_UNAVAILABLE) {
                    throw e;
                }
                sink.pause(Duration.ofSeconds(1));
            }
        }
    }
}
