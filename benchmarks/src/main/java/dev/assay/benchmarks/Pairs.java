package dev.assay.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Pairs of a hypothesis and a reference: from the JSON Lines file that the system property {@code pairs} names (fields
 * {@code hypothesis} and {@code reference}), or made up from a fixed seed.
 */
record Pairs(List<String> hypotheses, List<String> references) {

    private static final int MADE_UP = 2_000;

    static Pairs load() {
        String file = System.getProperty("pairs");
        return file == null ? madeUp(MADE_UP) : read(Path.of(file));
    }

    int size() {
        return references.size();
    }

    private static Pairs read(Path file) {
        List<String> hypotheses = new ArrayList<>();
        List<String> references = new ArrayList<>();
        ObjectMapper mapper = new ObjectMapper();
        try (Stream<String> lines = Files.lines(file)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode pair = mapper.readTree(line);
                hypotheses.add(pair.get("hypothesis").textValue());
                references.add(pair.get("reference").textValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Pairs(hypotheses, references);
    }

    /** References of 45 to 75 words of 2,000 made-up ones; about 30% of the hypothesis differ: left out, replaced, or swapped. */
    private static Pairs madeUp(int count) {
        SplittableRandom random = new SplittableRandom(7);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            StringBuilder word = new StringBuilder();
            for (int k = 2 + random.nextInt(9); k > 0; k--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words.add(random.nextInt(8) == 0 ? word + "," : word.toString());
        }
        List<String> hypotheses = new ArrayList<>();
        List<String> references = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<String> reference = new ArrayList<>();
            List<String> hypothesis = new ArrayList<>();
            for (int k = 45 + random.nextInt(31); k > 0; k--) {
                String word = words.get(random.nextInt(words.size()));
                reference.add(word);
                int change = random.nextInt(10);
                if (change == 1) {
                    hypothesis.add(words.get(random.nextInt(words.size())));
                } else if (change == 2 && !hypothesis.isEmpty()) {
                    hypothesis.add(hypothesis.size() - 1, word);
                } else if (change != 0) {
                    hypothesis.add(word);
                }
            }
            hypotheses.add(String.join(" ", hypothesis));
            references.add(String.join(" ", reference));
        }
        return new Pairs(hypotheses, references);
    }
}
