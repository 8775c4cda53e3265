package dev.assay.cli.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import dev.assay.cli.render.Table;
import dev.assay.embedding.MiniLm;
import dev.assay.metrics.registry.MetricDescriptor;
import dev.assay.metrics.registry.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code assay metrics}. */
@Command(
        name = "metrics",
        description = "Lists the metrics, and computes them for data that are there already, without any service.")
final class MetricsCommand {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final World world;

    MetricsCommand(World world) {
        this.world = world;
    }

    @Command(name = "list", description = "Lists every metric with what it needs and its settings.")
    int list(@Mixin OutputOptions output) {
        List<MetricDescriptor> metrics = Metrics.all().list();
        if (output.json()) {
            ObjectNode root = JSON.createObjectNode();
            ArrayNode array = root.putArray("metrics");
            metrics.forEach(metric -> array.add(describe(metric)));
            world.terminal().out().println(root.toPrettyString());
            return 0;
        }
        Table table = new Table().row("metric", "family", "better", "needs", "description");
        for (MetricDescriptor metric : metrics) {
            table.row(
                    metric.name(),
                    metric.family(),
                    switch (metric.direction()) {
                        case HIGHER_IS_BETTER -> "higher";
                        case LOWER_IS_BETTER -> "lower";
                        case NEUTRAL -> "—";
                    },
                    String.join(", ", metric.needs()),
                    metric.description());
        }
        table.lines().forEach(world.terminal().out()::println);
        return 0;
    }

    private static ObjectNode describe(MetricDescriptor metric) {
        ObjectNode node = JSON.createObjectNode();
        node.put("name", metric.name());
        node.put("version", metric.version());
        node.put("description", metric.description());
        node.put("family", metric.family());
        ArrayNode needs = node.putArray("needs");
        metric.needs().forEach(needs::add);
        ArrayNode parameters = node.putArray("parameters");
        for (MetricDescriptor.Parameter parameter : metric.parameters()) {
            ObjectNode one = parameters.addObject();
            one.put("name", parameter.name()).put("type", parameter.type());
            parameter.defaultValue().ifPresent(value -> one.put("default", value));
            one.put("description", parameter.description());
        }
        node.put("direction", metric.direction().name().toLowerCase(Locale.ROOT));
        if (Double.isFinite(metric.range().lower())) {
            node.put("lower", metric.range().lower());
        }
        if (Double.isFinite(metric.range().upper())) {
            node.put("upper", metric.range().upper());
        }
        node.put("source", metric.source());
        return node;
    }

    @Command(
            name = "compute",
            description = {
                "Computes metrics: JSON Lines in, JSON Lines out, in the same order.",
                "Each line {\"id\": …, \"metric\": …, \"inputs\": {…}, \"params\": {…}} gives {\"id\": …, \"value\": …}"
                        + " or {\"id\": …, \"error\": …}."
            })
    int compute(
            @Parameters(
                            paramLabel = "FILE",
                            arity = "0..1",
                            defaultValue = "-",
                            description = "The file; - or nothing for standard input.")
                    String file) {
        try (MiniLm embedding = new MiniLm();
                InputStream in = open(file)) {
            new MetricLines(Metrics.with(embedding)).run(in, world.terminal().out());
            return 0;
        } catch (IOException e) {
            throw CliException.usage(file + ": cannot be read: " + e.getMessage());
        }
    }

    private InputStream open(String file) throws IOException {
        if (file.equals("-")) {
            return world.terminal().in();
        }
        Path path = world.resolve(file);
        if (!Files.isRegularFile(path) && !Files.exists(path)) {
            throw CliException.usage(file + ": there is no such file");
        }
        if (Files.isDirectory(path)) {
            throw CliException.usage(file + ": is a folder, not a file");
        }
        if (!Files.isReadable(path)) {
            throw CliException.usage(file + ": may not be read by this user");
        }
        return Files.newInputStream(path);
    }
}
