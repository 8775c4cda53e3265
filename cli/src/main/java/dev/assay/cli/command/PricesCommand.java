package dev.assay.cli.command;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.assay.cli.base.CliException;
import dev.assay.cli.base.World;
import dev.assay.cli.render.Json;
import dev.assay.cli.render.Table;
import dev.assay.cli.render.Texts;
import dev.assay.runner.v1.Model;
import dev.assay.runner.v1.PriceRow;
import dev.assay.runner.v1.PriceTable;
import dev.assay.runner.v1.SetPricesRequest;
import dev.assay.type.v1.Prices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code assay prices}. */
@Command(
        name = "prices",
        description = "Shows and sets what models cost that have no prices of their own.",
        footer = {
            "",
            "Prices are for a million tokens. Each change is a version; runs keep the one they were created with."
        })
final class PricesCommand {

    private final World world;

    PricesCommand(World world) {
        this.world = world;
    }

    @Command(name = "list", description = "Shows a version of the price table.")
    int list(
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output,
            @Option(
                            names = "--version-id",
                            paramLabel = "ID",
                            defaultValue = "latest",
                            description = "Its id (default: latest).")
                    String version) {
        try (ConnectionOptions.Session session = connection.open(world)) {
            PriceTable prices = session.services().runner().prices(connection.name(world, "priceTables", version));
            if (output.json()) {
                world.terminal().out().println(Json.of(prices));
            } else {
                print(prices);
            }
            return 0;
        }
    }

    @Command(
            name = "set",
            description = {
                "Replaces the price table by what a JSON file says:",
                "{\"rows\": [{\"model_id\": \"a-model-*\", \"endpoint_host\": \"api.example.com\", \"prices\": {\"currency_code\": \"USD\", "
                        + "\"input_per_million\": \"0.15\", \"output_per_million\": \"0.60\"}, \"source\": \"where, when\"}], \"note\": \"why\"}",
                "What `prices list --output json` prints can be edited and set again."
            })
    int set(
            @Parameters(paramLabel = "FILE", description = "The table as JSON.") String file,
            @Option(names = "--etag", paramLabel = "ID", description = "Only if this is the current version.") @Nullable
                    String etag,
            @Mixin ConnectionOptions connection,
            @Mixin OutputOptions output) {
        PriceTable wanted = read(file);
        try (ConnectionOptions.Session session = connection.open(world)) {
            PriceTable set = session.services()
                    .runner()
                    .setPrices(SetPricesRequest.newBuilder()
                            .setParent(connection.project(world))
                            .setPriceTable(wanted)
                            .setEtag(etag == null ? "" : etag)
                            .build());
            if (output.json()) {
                world.terminal().out().println(Json.of(set));
            } else {
                world.terminal().out().println("prices of " + set.getRowsCount() + " rows are " + set.getName());
            }
            return 0;
        }
    }

    private PriceTable read(String file) {
        try {
            PriceTable.Builder table = PriceTable.newBuilder();
            JsonFormat.parser().merge(Files.readString(world.resolve(file), StandardCharsets.UTF_8), table);
            return table.build();
        } catch (InvalidProtocolBufferException e) {
            throw CliException.usage(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw CliException.usage(file + ": cannot be read");
        }
    }

    private void print(PriceTable prices) {
        Table table = new Table()
                .row(
                        "model id",
                        "host",
                        "provider",
                        "currency",
                        "input",
                        "cached",
                        "written",
                        "output",
                        "reasoning",
                        "source");
        for (PriceRow row : prices.getRowsList()) {
            Prices p = row.getPrices();
            table.row(
                    Texts.oneLine(row.getModelId(), 40),
                    row.getEndpointHost().isEmpty() ? "any" : row.getEndpointHost(),
                    row.getProvider() == Model.Provider.PROVIDER_UNSPECIFIED
                            ? "any"
                            : row.getProvider().name().toLowerCase(Locale.ROOT),
                    p.getCurrencyCode(),
                    p.getInputPerMillion(),
                    orElse(p.getCachedInputPerMillion(), p.getInputPerMillion()),
                    orElse(p.getCacheWritePerMillion(), p.getInputPerMillion()),
                    p.getOutputPerMillion(),
                    orElse(p.getReasoningPerMillion(), p.getOutputPerMillion()),
                    Texts.oneLine(row.getSource(), 60));
        }
        table.lines().forEach(world.terminal().out()::println);
        world.terminal().out().println(prices.getName() + (prices.getNote().isEmpty() ? "" : ": " + prices.getNote()));
    }

    private static String orElse(String price, String other) {
        return price.isEmpty() ? other : price;
    }
}
