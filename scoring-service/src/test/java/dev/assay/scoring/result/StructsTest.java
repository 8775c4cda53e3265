package dev.assay.scoring.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

/** JSON through protobuf's struct and back (P1, issue of metrics over gRPC). */
class StructsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void integersStayIntegersAndTheRestStaysAsItIs() throws Exception {
        JsonNode tree =
                JSON.readTree("{\"a\":[1,2.5,-3,9007199254740991,1e300,true,null,\"NaN\",\"ü\"],\"b\":{\"c\":{}}}");
        JsonNode back = Structs.toJson(Structs.toStruct(tree));
        assertThat(back).isEqualTo(tree);
        assertThat(back.path("a").get(0).isIntegralNumber()).isTrue();
    }

    @Test
    void whatIsNotFiniteBecomesItsName() {
        JsonNode nan = JsonNodeFactory.instance.numberNode(Double.NaN);
        assertThat(Structs.toValue(nan).getStringValue()).isEqualTo("NaN");
        assertThat(Structs.toValue(JsonNodeFactory.instance.numberNode(Double.NEGATIVE_INFINITY))
                        .getStringValue())
                .isEqualTo("-Infinity");
        assertThat(Structs.toJson(Structs.toValue(JsonNodeFactory.instance.numberNode(-0.0)))
                        .toString())
                .isEqualTo("-0.0");
    }
}
