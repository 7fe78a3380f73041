package io.remine.operators.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.remine.state.record.Click;
import io.remine.state.record.DocumentChange;
import io.remine.state.record.DocumentId;
import io.remine.state.record.Example;
import io.remine.state.record.Query;
import io.remine.state.record.SuppliedNegative;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A producer that keeps to the schema is understood; one that does not is told so by parser and schema alike. */
class SchemaTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

    private static Stream<Arguments> records() {
        return Stream.of(
                good("document", "{'text':'a'}"),
                good("document", "{'text':'a','title':'b','version':0,'id':'key','more':{'deep':[1]}}"),
                good("document", "{'text':'a','title':null,'version':null,'scope':null}"),
                good("document", "{'text':'a','scope':'%s'}".formatted("s".repeat(Query.MAX_SCOPE_BYTES))),
                bad("document", "{'text':'a','scope':'%s'}".formatted("s".repeat(Query.MAX_SCOPE_BYTES + 1))),
                bad("document", "{'text':'a','scope':''}"),
                bad("document", "{'text':'a','scope':['s']}"),
                good(
                        "document",
                        "{'text':'a','attributes':{'language':'en','tag':['a','b','a'],'empty':[],'none':null}}"),
                good("document", "{'text':'a','attributes':{}}"),
                good("document", "{'text':'a','attributes':null}"),
                good("document", "{'text':'a','attributes':{'%s':'v'}}".formatted("n".repeat(64))),
                bad("document", "{'text':'a','attributes':{'%s':'v'}}".formatted("n".repeat(65))),
                bad("document", "{'text':'a','attributes':{'n':'%s'}}".formatted("v".repeat(513))),
                bad("document", "{'text':'a','attributes':['n']}"),
                bad("document", "{'text':'a','attributes':{'n':1}}"),
                bad("document", "{'text':'a','attributes':{'n':['v',1]}}"),
                bad("document", "{'text':'a','attributes':{'n':''}}"),
                bad("document", "{'text':'a','attributes':{'':'v'}}"),
                bad("document", "{'text':'a','attributes':{'n':['a\\u0000']}}"),
                bad("document", "{'text':'a','attributes':{'n':[%s]}}".formatted("'v',".repeat(256) + "'v'")),
                good("document", "{'text':'a','version':9223372036854775807}"),
                good("document", "{'text':'%s'}".formatted("x".repeat(DocumentChange.Upsert.MAX_TEXT_CHARS))),
                good("document", "{'text':'a','title':'%s'}".formatted("x".repeat(DocumentParser.MAX_TITLE_CHARS))),
                bad("document", "{'text':'%s'}".formatted("x".repeat(DocumentChange.Upsert.MAX_TEXT_CHARS + 1))),
                bad("document", "{'text':'a','title':'%s'}".formatted("x".repeat(DocumentParser.MAX_TITLE_CHARS + 1))),
                bad("document", "{}"),
                bad("document", "{'text':''}"),
                bad("document", "{'text':' \\n '}"),
                bad("document", "{'text':null}"),
                bad("document", "{'text':['a']}"),
                bad("document", "{'text':'a','version':-1}"),
                bad("document", "{'text':'a','version':1.5}"),
                bad("document", "{'text':'a','version':'1'}"),
                bad("document", "{'text':'a','version':9223372036854775808}"),
                bad("document", "['text']"),
                bad("document", "null"),
                good("query", "{'text':'a','time':0}"),
                good(
                        "query",
                        "{'text':'a','time':'2026-11-23T21:30:00Z','user':'u','scope':'s','impressions':['d','e']}"),
                good("query", "{'text':'a','time':'2026-11-23T21:30:00.123456+05:30','id':'key'}"),
                good("query", "{'text':'%s','time':0}".formatted("x".repeat(Query.MAX_TEXT_CHARS))),
                bad("query", "{'text':'%s','time':0}".formatted("x".repeat(Query.MAX_TEXT_CHARS + 1))),
                bad("query", "{'text':'a'}"),
                bad("query", "{'time':0}"),
                bad("query", "{'text':'a','time':'yesterday'}"),
                bad("query", "{'text':'a','time':'2026-02-30T21:30:00Z'}"),
                bad("query", "{'text':'a','time':'2026-11-23T21:30:00'}"),
                bad("query", "{'text':'a','time':1.5}"),
                bad("query", "{'text':'a','time':999999999999999}"),
                bad("query", "{'text':'a','time':true}"),
                bad("query", "{'text':'a','time':0,'user':''}"),
                bad("query", "{'text':'a','time':0,'user':'a\\u0000'}"),
                good("query", "{'text':'a','time':0,'scope':['s','t']}"),
                good("query", "{'text':'a','time':0,'scope':[]}"),
                good("query", "{'text':'a','time':0,'scope':null}"),
                bad("query", "{'text':'a','time':0,'scope':1}"),
                bad("query", "{'text':'a','time':0,'scope':''}"),
                bad("query", "{'text':'a','time':0,'scope':['s',1]}"),
                bad("query", "{'text':'a','time':0,'scope':[%s]}".formatted("'s',".repeat(Query.MAX_SCOPES) + "'s'")),
                bad("query", "{'text':'a','time':0,'impressions':'d'}"),
                bad("query", "{'text':'a','time':0,'impressions':['']}"),
                bad("query", "{'text':'a','time':0,'impressions':[null]}"),
                bad(
                        "query",
                        "{'text':'a','time':0,'impressions':[%s]}"
                                .formatted("'d',".repeat(Query.MAX_IMPRESSIONS) + "'d'")),
                good("click", "{'document':'d','time':0}"),
                good(
                        "click",
                        "{'document':'d','time':0,'kind':'purchase','position':2147483647,'grade':1000,'user':'u'}"),
                good("click", "{'document':'d','time':0,'kind':null,'position':null,'grade':null,'user':null}"),
                good("click", "{'document':'%s','time':0,'query':'key'}".formatted("d".repeat(DocumentId.MAX_BYTES))),
                bad("click", "{'document':'%s','time':0}".formatted("d".repeat(DocumentId.MAX_BYTES + 1))),
                bad("click", "{'time':0}"),
                bad("click", "{'document':'d'}"),
                bad("click", "{'document':7,'time':0}"),
                bad("click", "{'document':'d','time':0,'kind':'%s'}".formatted("k".repeat(Click.MAX_KIND_BYTES + 1))),
                bad("click", "{'document':'d','time':0,'position':-1}"),
                bad("click", "{'document':'d','time':0,'position':2147483648}"),
                bad("click", "{'document':'d','time':0,'grade':0}"),
                bad("click", "{'document':'d','time':0,'grade':1001}"),
                bad("click", "{'document':'d','time':0,'grade':'much'}"),
                good("click", "{'document':'d','time':0,'others':['e','f']}"),
                good("click", "{'document':'d','time':0,'others':['d','e','e']}"),
                bad("click", "{'document':'d','time':0,'others':'e'}"),
                bad("click", "{'document':'d','time':0,'others':['']}"),
                bad(
                        "click",
                        "{'document':'d','time':0,'others':[%s]}".formatted("'e',".repeat(Click.MAX_OTHERS) + "'e'")),
                good("negative", "{'document':'d','source':'llm'}"),
                good("negative", "{'text':'t','source':'llm','query':'key','more':1}"),
                good("negative", "{'text':'%s','source':'llm'}".formatted("x".repeat(SuppliedNegative.MAX_TEXT_CHARS))),
                bad(
                        "negative",
                        "{'text':'%s','source':'llm'}".formatted("x".repeat(SuppliedNegative.MAX_TEXT_CHARS + 1))),
                bad(
                        "negative",
                        "{'text':'t','source':'%s'}".formatted("x".repeat(SuppliedNegative.MAX_SOURCE_BYTES + 1))),
                bad("negative", "{'source':'llm'}"),
                bad("negative", "{'document':'d'}"),
                bad("negative", "{'document':'d','text':'t','source':'llm'}"),
                good("negative", "{'text':'two\\nlines\\t','source':'s'}"),
                bad("negative", "{'text':'a\\u0000','source':'s'}"),
                bad("negative", "{'text':'','source':'s'}"),
                bad("negative", "{'text':' \\n','source':'s'}"),
                bad("negative", "{'text':'t','source':7}"),
                good("example", "{'text':'a','document':'d','time':0}"),
                good(
                        "example",
                        "{'text':'a','document':'d','time':'2026-11-23T21:30:00Z','query':'key','kind':'buy','weight':2.5,"
                                + "'known':['e'],'others':['f'],'shownAt':3,'scope':['s','t'],"
                                + "'negatives':[{'document':'g','source':'llm'},{'text':'t','source':'hand'}],'more':1}"),
                good(
                        "example",
                        "{'text':'a','document':'d','time':0,'kind':null,'weight':null,'known':null,'others':null,"
                                + "'shownAt':null,'scope':null,'negatives':null}"),
                bad("example", "{'document':'d','time':0}"),
                bad("example", "{'text':'a','time':0}"),
                bad("example", "{'text':'a','document':'d'}"),
                bad("example", "{'text':' ','document':'d','time':0}"),
                bad("example", "{'text':'a','document':7,'time':0}"),
                bad("example", "{'text':'a','document':'d','time':0,'kind':''}"),
                bad("example", "{'text':'a','document':'d','time':0,'weight':0}"),
                bad("example", "{'text':'a','document':'d','time':0,'weight':1001}"),
                bad("example", "{'text':'a','document':'d','time':0,'shownAt':-1}"),
                bad("example", "{'text':'a','document':'d','time':0,'known':'e'}"),
                bad(
                        "example",
                        "{'text':'a','document':'d','time':0,'known':[%s]}"
                                .formatted("'e',".repeat(Example.MAX_KNOWN) + "'e'")),
                bad(
                        "example",
                        "{'text':'a','document':'d','time':0,'others':[%s]}"
                                .formatted("'e',".repeat(Click.MAX_OTHERS) + "'e'")),
                bad(
                        "example",
                        "{'text':'a','document':'d','time':0,'scope':[%s]}"
                                .formatted("'s',".repeat(Query.MAX_SCOPES) + "'s'")),
                bad("example", "{'text':'a','document':'d','time':0,'negatives':['e']}"),
                bad("example", "{'text':'a','document':'d','time':0,'negatives':[{'document':'e'}]}"),
                bad("example", "{'text':'a','document':'d','time':0,'negatives':[{'source':'llm'}]}"),
                bad(
                        "example",
                        "{'text':'a','document':'d','time':0,"
                                + "'negatives':[{'document':'e','text':'t','source':'llm'}]}"),
                bad(
                        "example",
                        "{'text':'a','document':'d','time':0,'negatives':[%s]}"
                                .formatted("{'document':'e','source':'s'},".repeat(Example.MAX_NEGATIVES)
                                        + "{'document':'e','source':'s'}")));
    }

    @ParameterizedTest
    @MethodSource("records")
    void parserAndSchemaAgree(String schema, String json, boolean good) throws IOException {
        assertThat(schema(schema).validate(MAPPER.readTree(json)).isEmpty())
                .as("schema takes it")
                .isEqualTo(good);
        assertThat(parses(schema, json)).as("parser takes it").isEqualTo(good);
    }

    @ParameterizedTest
    @ValueSource(strings = {"document", "query", "click", "negative", "example"})
    void examplesInTheSchemaAreGoodAndEveryFieldIsDescribed(String name) throws IOException {
        JsonNode schema = read(name);

        for (JsonNode example : schema.get("examples")) {
            assertThat(schema(name).validate(example)).as("%s", example).isEmpty();
        }
        assertThat(schema.get("properties"))
                .allSatisfy(field -> assertThat(field.has("description")).isTrue());
    }

    @Test
    void limitsInTheSchemaAreTheParsers() throws IOException {
        JsonNode time = read("query").at("/properties/time/anyOf/0");

        assertThat(time.get("minimum").longValue()).isEqualTo(Times.MIN_MILLIS);
        assertThat(time.get("maximum").longValue()).isEqualTo(Times.MAX_MILLIS);
        assertThat(read("query").at("/properties/user/maxLength").intValue()).isEqualTo(Query.MAX_USER_BYTES);
        assertThat(read("query").at("/properties/scope/anyOf/1/maxLength").intValue())
                .isEqualTo(Query.MAX_SCOPE_BYTES);
        assertThat(read("document").at("/properties/scope/maxLength").intValue())
                .isEqualTo(Query.MAX_SCOPE_BYTES);
        assertThat(read("click").at("/properties/kind/maxLength").intValue()).isEqualTo(Click.MAX_KIND_BYTES);
    }

    private static Arguments good(String schema, String json) {
        return Arguments.of(schema, json.replace('\'', '"'), true);
    }

    private static Arguments bad(String schema, String json) {
        return Arguments.of(schema, json.replace('\'', '"'), false);
    }

    private static boolean parses(String schema, String json) {
        RecordParser<?> parser =
                switch (schema) {
                    case "document" -> new DocumentParser();
                    case "query" -> new QueryParser();
                    case "negative" -> new NegativeParser();
                    case "example" -> new ExampleParser();
                    default -> new ClickParser();
                };
        try {
            parser.parse(Raw.record(schema, 0, "key", json));
            return true;
        } catch (MalformedRecordException e) {
            return false;
        }
    }

    private static JsonSchema schema(String name) throws IOException {
        return SCHEMAS.getSchema(
                read(name),
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    }

    private static JsonNode read(String name) throws IOException {
        try (InputStream in = Query.class.getResourceAsStream("/io/remine/schema/" + name + ".schema.json")) {
            return MAPPER.readTree(in);
        }
    }
}
