package dev.assay.benchmarks;

import dev.assay.metrics.text.answer.ExactMatch;
import dev.assay.metrics.text.answer.SquadAnswers;
import dev.assay.metrics.text.edit.EditDistance;
import dev.assay.metrics.text.edit.Ter;
import dev.assay.metrics.text.edit.WordErrorRate;
import dev.assay.metrics.text.ngram.Bleu;
import dev.assay.metrics.text.ngram.Chrf;
import dev.assay.metrics.text.ngram.Rouge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Pairs a second on one thread, one pair after the other. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Threads(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TextBenchmark {

    private String[] hypotheses = {};
    private String[] references = {};
    private List<List<String>> referenceLists = List.of();
    private Bleu.Accumulator corpusBleu = Bleu.CORPUS.accumulator();
    private int at;

    @Setup
    public void load() {
        Pairs pairs = Pairs.load();
        hypotheses = pairs.hypotheses().toArray(String[]::new);
        references = pairs.references().toArray(String[]::new);
        referenceLists = new ArrayList<>();
        for (String reference : references) {
            referenceLists.add(List.of(reference));
        }
        corpusBleu = Bleu.CORPUS.accumulator();
    }

    private int next() {
        at = at + 1 == references.length ? 0 : at + 1;
        return at;
    }

    @Benchmark
    public boolean exactMatchTrimmed() {
        int i = next();
        return ExactMatch.matches(hypotheses[i].strip(), references[i].strip());
    }

    @Benchmark
    public double squadF1() {
        int i = next();
        return SquadAnswers.f1(hypotheses[i], references[i], SquadAnswers.Rules.V1_1);
    }

    @Benchmark
    public double sentenceBleu() {
        int i = next();
        return Bleu.SENTENCE.sentence(hypotheses[i], referenceLists.get(i)).score();
    }

    @Benchmark
    public Bleu.Accumulator corpusBleu() {
        int i = next();
        corpusBleu.add(hypotheses[i], referenceLists.get(i));
        return corpusBleu;
    }

    @Benchmark
    public double sentenceChrf() {
        int i = next();
        return Chrf.DEFAULT.sentence(hypotheses[i], referenceLists.get(i));
    }

    @Benchmark
    public double sentenceTer() {
        int i = next();
        return Ter.DEFAULT.sentence(hypotheses[i], referenceLists.get(i)).score();
    }

    @Benchmark
    public double rougeLStemmed() {
        int i = next();
        return Rouge.STEMMED.l(references[i], hypotheses[i]).fmeasure();
    }

    @Benchmark
    public double rougeLPlain() {
        int i = next();
        return Rouge.PLAIN.l(references[i], hypotheses[i]).fmeasure();
    }

    @Benchmark
    public double rouge12LStemmed() {
        int i = next();
        Rouge.Words words = Rouge.STEMMED.words(references[i], hypotheses[i]);
        return words.upTo(2)[1].fmeasure() + words.l().fmeasure();
    }

    @Benchmark
    public double levenshteinNormalizedSimilarity() {
        int i = next();
        return EditDistance.normalizedSimilarity(hypotheses[i], references[i]);
    }

    @Benchmark
    public double wordErrorRate() {
        int i = next();
        WordErrorRate sum = new WordErrorRate();
        sum.add(references[i], hypotheses[i]);
        return sum.wordErrorRate();
    }
}
