package dev.assay.dataset.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

/** Paths of columns (D1). */
class ColumnPathTest {

    @Test
    void pathsFindWhatTheySay() throws JsonProcessingException {
        JsonNode row = JsonMapper.builder().build().readTree("""
                        {"a": 1, "b": {"c": [10, {"d": 2}]}, "x.y": {"\\"": 3}, "ä ö": 4, "n": null}
                        """);
        assertThat(ColumnPath.parse("a").in(row)).hasToString("1");
        assertThat(ColumnPath.parse("b.c[1].d").in(row)).hasToString("2");
        assertThat(ColumnPath.parse("b.c[0]").in(row)).hasToString("10");
        assertThat(ColumnPath.parse("\"x.y\".\"\\\"\"").in(row)).hasToString("3");
        assertThat(ColumnPath.parse("ä ö").in(row)).hasToString("4");
        assertThat(ColumnPath.parse("n").in(row)).hasToString("null");
        assertThat(ColumnPath.parse("b.c[2]").in(row)).isNull();
        assertThat(ColumnPath.parse("a.b").in(row)).isNull();
        assertThat(ColumnPath.parse("n.b").in(row)).isNull();
    }

    @Test
    void wrongPathsSayWhereTheyAreWrong() {
        for (String path :
                new String[] {"", ".", "a.", ".a", "a[", "a[x]", "a[-1]", "a[1", "\"a", "a]b", "a\"b", "*.*"}) {
            assertThatThrownBy(() -> ColumnPath.parse(path))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageMatching("(?s).*(character [0-9]+ of `.*`|more than one `\\*`)");
        }
    }
}
