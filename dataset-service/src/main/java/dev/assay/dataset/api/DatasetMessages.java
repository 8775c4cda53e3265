package dev.assay.dataset.api;

import com.google.protobuf.FieldMask;
import com.google.protobuf.Timestamp;
import dev.assay.dataset.dataset.DatasetDescription;
import dev.assay.dataset.v1.Dataset;
import dev.assay.kit.error.AssayException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Datasets as messages and back. */
final class DatasetMessages {

    private static final Set<String> CHANGEABLE = Set.of("title", "description", "license", "labels");

    private DatasetMessages() {}

    static Dataset render(dev.assay.dataset.dataset.Dataset dataset) {
        Dataset.Builder message = Dataset.newBuilder()
                .setName(dataset.name())
                .setTitle(dataset.description().title())
                .setDescription(dataset.description().description())
                .setLicense(dataset.description().license())
                .putAllLabels(dataset.description().labels())
                .setCreateTime(timestamp(dataset.createTime()))
                .setUpdateTime(timestamp(dataset.updateTime()))
                .setEtag(dataset.etag());
        dataset.latestVersion().ifPresent(version -> message.setLatestVersion(dataset.name() + "/versions/" + version));
        return message.build();
    }

    static DatasetDescription description(Dataset message) {
        return new DatasetDescription(
                message.getTitle(), message.getDescription(), message.getLicense(), message.getLabelsMap());
    }

    /** What an update makes of a description; checked against the mask at once. */
    static UnaryOperator<DatasetDescription> change(Dataset message, FieldMask mask) {
        DatasetDescription given = description(message);
        Set<String> paths = paths(given, mask);
        return current -> new DatasetDescription(
                paths.contains("title") ? given.title() : current.title(),
                paths.contains("description") ? given.description() : current.description(),
                paths.contains("license") ? given.license() : current.license(),
                paths.contains("labels") ? given.labels() : current.labels());
    }

    private static Set<String> paths(DatasetDescription given, FieldMask mask) {
        Set<String> paths = new LinkedHashSet<>(mask.getPathsList());
        if (paths.contains("*")) {
            return CHANGEABLE;
        }
        for (String path : paths) {
            if (!CHANGEABLE.contains(path)) {
                throw AssayException.invalid(
                        "update_mask", "\"" + path + "\" is not one of title, description, license, labels");
            }
        }
        if (paths.isEmpty()) {
            addIf(!given.title().isEmpty(), "title", paths);
            addIf(!given.description().isEmpty(), "description", paths);
            addIf(!given.license().isEmpty(), "license", paths);
            addIf(!given.labels().isEmpty(), "labels", paths);
        }
        return paths;
    }

    private static void addIf(boolean set, String path, Set<String> paths) {
        if (set) {
            paths.add(path);
        }
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
