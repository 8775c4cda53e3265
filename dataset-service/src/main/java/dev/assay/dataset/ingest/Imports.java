package dev.assay.dataset.ingest;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.dataset.v1.Example;
import dev.assay.dataset.version.CanonicalExample;
import dev.assay.dataset.version.NewVersion;
import dev.assay.dataset.version.NewVersionRepository;
import dev.assay.dataset.version.Version;
import dev.assay.kit.error.AssayException;
import dev.assay.type.v1.ErrorReason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Imports files: lines become rows, rows become examples, examples a version. Memory is one line and one chunk, whatever the file's size. */
public final class Imports {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final NewVersionRepository repository;
    private final IngestConfig config;
    private final Semaphore running;

    public Imports(NewVersionRepository repository, IngestConfig config) {
        this.repository = repository;
        this.config = config;
        this.running = new Semaphore(config.maxConcurrent());
    }

    /**
     * Imports a file. Either all of it is there afterwards or nothing.
     *
     * @param chunks the bytes of the file; what it throws ends the import
     * @throws AssayException INVALID_REQUEST, INVALID_DATA, REQUEST_ID_REUSED or QUOTA_EXHAUSTED
     */
    public ImportResult run(ImportRequest request, Iterator<byte[]> chunks) throws SQLException {
        Mapping mapping = new Mapping(request.mapping());
        if (!running.tryAcquire()) {
            throw new AssayException(
                            ErrorReason.QUOTA_EXHAUSTED,
                            config.maxConcurrent() + " imports are running, which is the limit; try again later")
                    .retryAfter(Duration.ofSeconds(5));
        }
        // Once this has begun, a transaction is open: the client must keep sending.
        try (NewVersion version = repository.begin()) {
            return run(request, mapping, new LineReader(chunks, config.maxLineBytes()), version);
        } finally {
            running.release();
        }
    }

    private ImportResult run(ImportRequest request, Mapping mapping, LineReader lines, NewVersion version)
            throws SQLException {
        JsonRows rows = new JsonRows(config.maxLineBytes());
        ExampleMapper mapper = new ExampleMapper(mapping);
        CanonicalExample canonical = new CanonicalExample();
        BadRows badRows = new BadRows(request.maxBadRowShare());
        Tally tally = new Tally();
        long rowCount = 0;
        while (lines.next()) {
            if (!lines.tooLong() && isBlank(lines)) {
                continue;
            }
            rowCount++;
            try {
                Example example = example(lines, rows, mapper);
                byte[] digest = canonical.digest(example);
                tally.add(example, canonical.size());
                version.add(digest, example);
            } catch (BadRowException e) {
                badRows.add(new BadRow(lines.line(), e.column(), e.reason()));
            }
        }
        check(rowCount, version, mapping, badRows, request);
        NewVersion.Published published = version.publish(
                request.project(),
                request.dataset(),
                tally.content(),
                lineage(request, badRows.count()),
                request.requestId(),
                request.requestDigest());
        return new ImportResult(published.id(), published.created(), rowCount, badRows.rows(), badRows.count());
    }

    private Example example(LineReader lines, JsonRows rows, ExampleMapper mapper) throws BadRowException {
        if (lines.tooLong()) {
            throw new BadRowException("", "longer than " + config.maxLineBytes() + " bytes");
        }
        Example example = mapper.map(rows.read(lines.bytes(), lines.start(), lines.length()));
        if (example.getSerializedSize() > config.maxExampleBytes()) {
            throw new BadRowException(
                    "", "the mapped columns are larger than " + config.maxExampleBytes() + " bytes together");
        }
        return example;
    }

    private static void check(
            long rowCount, NewVersion version, Mapping mapping, BadRows badRows, ImportRequest request) {
        String source = request.source().isEmpty() ? "the file" : request.source();
        if (rowCount == 0) {
            throw new AssayException(ErrorReason.INVALID_DATA, source + " holds no rows");
        }
        badRows.check(rowCount);
        if (version.count() == 0) {
            throw new AssayException(ErrorReason.INVALID_DATA, source + " holds no row that is not bad");
        }
        List<AssayException.Violation> missing = mapping.neverSeen();
        if (!missing.isEmpty()) {
            AssayException error = new AssayException(
                    ErrorReason.INVALID_DATA, source + ": " + missing.getFirst().description());
            missing.forEach(violation -> error.field(violation.field(), violation.description()));
            throw error;
        }
    }

    private static Version.Lineage lineage(ImportRequest request, long skipped) {
        ObjectNode parameters = JSON.createObjectNode();
        parameters.put("format", "jsonl");
        parameters.put("source", request.source());
        parameters.put("max_bad_row_share", request.maxBadRowShare());
        return new Version.Lineage("import", List.of(), parameters.toString(), skipped);
    }

    private static boolean isBlank(LineReader lines) {
        for (int i = lines.start(); i < lines.start() + lines.length(); i++) {
            byte b = lines.bytes()[i];
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
