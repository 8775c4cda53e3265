package dev.assay.dataset.version;

import dev.assay.kit.error.AssayException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The examples of versions. Memory for a stream is bounded by twelve bytes an example and a batch. */
public final class Examples {

    /** Most examples in a batch. */
    private static final int BATCH_EXAMPLES = 256;

    /** Stored bytes after which a batch is full. */
    private static final int BATCH_BYTES = 256 * 1024;

    private static final int PLACES_AT_ONCE = 4_096;

    private final ExampleRepository repository;
    private final RecentOrders orders = new RecentOrders();

    public Examples(ExampleRepository repository) {
        this.repository = repository;
    }

    /** Takes the batches of a stream; may block. */
    @FunctionalInterface
    public interface BatchSink {
        /** @param firstPosition position of the first example in the order, from 0 */
        void accept(long firstPosition, List<StoredExample> batch) throws InterruptedException;
    }

    /**
     * Where a stream goes on.
     *
     * @param position examples of the order that came before
     * @param ordinal ordinal of the last of them in the stored order; -1 at the start
     */
    public record Resume(long position, int ordinal) {

        /** The start. */
        public static final Resume START = new Resume(0, -1);
    }

    /**
     * Examples in the order of the version: at most {@code limit}, fewer when they are large; none only at the end.
     *
     * @param after only those with a higher ordinal
     */
    public List<StoredExample> list(Version version, Slice slice, int after, int limit) throws SQLException {
        ExampleRepository.Places places = repository.places(version.key(), slice, after, limit);
        return read(version, places.ordinals(), 0, batchEnd(places.sizes(), 0, limit));
    }

    /** The example with that id. */
    public Optional<StoredExample> find(Version version, ExampleId id) throws SQLException {
        return repository.find(version.key(), id);
    }

    /**
     * Sends the examples of a slice in the order of the version.
     *
     * @param limit most examples to send
     */
    public void streamStored(Version version, Slice slice, Resume resume, long limit, BatchSink sink)
            throws SQLException, InterruptedException {
        long position = resume.position();
        long end = position + Math.min(limit, Long.MAX_VALUE - position);
        int after = resume.ordinal();
        while (position < end) {
            int most = (int) Math.min(PLACES_AT_ONCE, end - position);
            ExampleRepository.Places places = repository.places(version.key(), slice, after, most);
            send(version, places, 0, position, places.ordinals().length, sink);
            if (places.ordinals().length < most) {
                return;
            }
            position += most;
            after = places.ordinals()[most - 1];
        }
    }

    /**
     * Sends the examples of a slice in the seeded order.
     *
     * @param limit most examples to send
     */
    public void streamSeeded(Version version, Slice slice, long seed, Resume resume, long limit, BatchSink sink)
            throws SQLException, InterruptedException {
        ExampleRepository.Places places =
                orders.get(new RecentOrders.Key(version.key(), slice, seed), () -> order(version, slice, seed));
        int count = places.ordinals().length;
        int start = (int) Math.min(resume.position(), count);
        int end = (int) (start + Math.min(limit, count - start));
        send(version, places, start, start, end, sink);
    }

    private ExampleRepository.Places order(Version version, Slice slice, long seed) throws SQLException {
        ExampleRepository.CategorisedPlaces all = repository.allPlaces(version.key(), slice);
        int[] order = SeededOrder.of(all.categories(), all.names(), seed);
        int[] sizes = Arrays.stream(order).map(i -> all.places().sizes()[i]).toArray();
        int[] ordinals =
                Arrays.stream(order).map(i -> all.places().ordinals()[i]).toArray();
        return new ExampleRepository.Places(ordinals, sizes);
    }

    private void send(
            Version version, ExampleRepository.Places places, int from, long firstPosition, int to, BatchSink sink)
            throws SQLException, InterruptedException {
        int start = from;
        while (start < to) {
            int end = batchEnd(places.sizes(), start, Math.min(BATCH_EXAMPLES, to - start));
            sink.accept(firstPosition + (start - from), read(version, places.ordinals(), start, end));
            start = end;
        }
    }

    /** Where the batch that starts at {@code start} ends: at least one example, at most {@code most}, no more bytes than a batch holds. */
    private static int batchEnd(int[] sizes, int start, int most) {
        int end = start;
        long bytes = 0;
        while (end < sizes.length && end - start < most && (end == start || bytes + sizes[end] <= BATCH_BYTES)) {
            bytes += sizes[end++];
        }
        return end;
    }

    private List<StoredExample> read(Version version, int[] ordinals, int from, int to) throws SQLException {
        if (from == to) {
            return List.of();
        }
        int[] wanted = Arrays.copyOfRange(ordinals, from, to);
        Map<Integer, StoredExample> found = new HashMap<>();
        repository.read(version.key(), wanted).forEach(example -> found.put(example.ordinal(), example));
        if (found.size() < wanted.length) {
            // Versions are immutable: they go only with their dataset.
            throw AssayException.notFound(version.name());
        }
        return Arrays.stream(wanted)
                .mapToObj(ordinal -> Optional.ofNullable(found.get(ordinal)).orElseThrow())
                .toList();
    }
}
