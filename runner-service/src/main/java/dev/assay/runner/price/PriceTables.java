package dev.assay.runner.price;

import com.google.protobuf.util.Timestamps;
import dev.assay.kit.error.AssayException;
import dev.assay.kit.name.ResourceName;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.PriceRow;
import dev.assay.runner.v1.PriceTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What may be done with price tables. */
@ApplicationScoped
public class PriceTables {

    /** Names of versions. */
    static final String PATTERN = "projects/{project}/priceTables/{price_table}";

    /**
     * A version as it is stored.
     *
     * @param content without name and create time
     */
    record Version(String project, int number, PriceTable content, Instant createTime) {

        String name() {
            return ResourceName.format(PATTERN, project, "v" + number);
        }
    }

    /**
     * A row that was found.
     *
     * @param table name of its version
     */
    public record Found(PriceRow row, String table) {}

    private final PriceRepository repository;

    PriceTables(PriceRepository repository) {
        this.repository = repository;
    }

    /** What a project's current table says of a model at that time. */
    public Optional<Found> of(String project, Model model, Instant time) {
        return repository
                .latest(project)
                .flatMap(version -> PriceMatch.of(
                                version.content().getRowsList(), model, Timestamps.fromMillis(time.toEpochMilli()))
                        .map(row -> new Found(row, version.name())));
    }

    /**
     * Makes a new version, or returns the current one when it says the same.
     *
     * @param etag last part of the name of the current version; empty for whichever
     * @throws AssayException INVALID_REQUEST naming the field at fault, ETAG_MISMATCH
     */
    Version set(String project, PriceTable wanted, String etag) {
        PriceTable checked = PriceRules.check(wanted);
        return repository.inTransaction(() -> {
            repository.lock(project);
            Optional<Version> current = repository.latest(project);
            int number = current.map(Version::number).orElse(0);
            if (!etag.isEmpty() && !etag.equals("v" + number)) {
                throw AssayException.etagMismatch(ResourceName.format(PATTERN, project, "v" + number));
            }
            if (current.isPresent() && current.get().content().equals(checked)) {
                return current.get();
            }
            Version next =
                    new Version(project, number + 1, checked, Instant.now().truncatedTo(ChronoUnit.MICROS));
            repository.insert(next);
            return next;
        });
    }

    /** The version of that name, which may end in {@code latest}. Throws RESOURCE_NOT_FOUND. */
    Version get(String name, String field) {
        ResourceName parsed = ResourceName.parse(PATTERN, name, field);
        String project = parsed.get("project");
        String id = parsed.get("price_table");
        Optional<Version> found = Optional.empty();
        if (id.equals("latest")) {
            found = repository.latest(project);
        } else if (id.matches("v[1-9][0-9]{0,8}")) {
            found = repository.find(project, Integer.parseInt(id.substring(1)));
        }
        return found.orElseThrow(() -> AssayException.notFound(name));
    }

    /** Versions below {@code before}, newest first. */
    List<Version> list(String project, int before, int count) {
        return repository.list(project, before, count);
    }
}
