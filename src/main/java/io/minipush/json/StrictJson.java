package io.minipush.json;

import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Reads JSON from strangers: UTF-8 only, one document, no member twice, nothing after the end, bounded depth and number of
 * parts. What two readers could understand differently is refused.
 */
public final class StrictJson {

    /** Deeper than any body of the contract; far from what costs stack. */
    private static final int DEPTH = 16;
    /** Ten thousand notifications have under a million; a body of brackets alone would fill the heap with empty nodes. */
    private static final int TOKENS = 2_000_000;
    /** In a stream, whose whole length nobody bounds. */
    private static final int LONGEST_STRING = 1_000_000;
    private static final int ELEMENT_TOKENS = 10_000;

    private static final ObjectMapper MAPPER = mapper(limits().maxTokenCount(TOKENS));
    private static final ObjectMapper STREAMS = mapper(limits().maxStringLength(LONGEST_STRING));

    private StrictJson() {
    }

    private static StreamReadConstraints.Builder limits() {
        return StreamReadConstraints.builder().maxNestingDepth(DEPTH).maxNumberLength(100).maxNameLength(10_000);
    }

    private static ObjectMapper mapper(StreamReadConstraints.Builder limits) {
        return JsonMapper.builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(limits.build()).build()).build();
    }

    /** @return the document, in which the order of members is kept */
    public static JsonNode read(byte[] utf8) throws NotJson {
        List<JsonNode> documents = new ArrayList<>(1);
        try (JsonParser parser = MAPPER.createParser(text(utf8))) {
            if (parser.nextToken() == null) {
                throw new NotJson("the body is empty");
            }
            documents.add(MAPPER.readTree(parser));
            end(parser);
        } catch (IOException e) {
            throw notJson(e);
        }
        return documents.get(0);
    }

    /**
     * The elements of an array; a single other document is not one.
     *
     * @param most stops reading there: a longer array has exactly {@code most + 1} elements in the answer
     * @return null if the document is not an array
     */
    public static List<JsonNode> readArray(byte[] utf8, int most) throws NotJson {
        List<JsonNode> elements = new ArrayList<>();
        try (JsonParser parser = MAPPER.createParser(text(utf8))) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                if (parser.currentToken() == null) {
                    throw new NotJson("the array does not end");
                }
                JsonNode element = parser.currentToken() == JsonToken.VALUE_NULL
                        ? JsonNodeFactory.instance.nullNode() : MAPPER.readTree(parser);
                elements.add(element);
                if (elements.size() > most) {
                    return elements;
                }
            }
            end(parser);
            return elements;
        } catch (IOException e) {
            throw notJson(e);
        }
    }

    /** The lines of newline-delimited JSON without the empty ones; none is parsed. */
    public static List<byte[]> lines(byte[] ndjson) {
        List<byte[]> lines = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= ndjson.length; i++) {
            if (i == ndjson.length || ndjson[i] == '\n') {
                byte[] line = java.util.Arrays.copyOfRange(ndjson, begin, i);
                if (!new String(line, StandardCharsets.ISO_8859_1).isBlank()) {
                    lines.add(line);
                }
                begin = i + 1;
            }
        }
        return lines;
    }

    /** A parser for a document of any length, whose elements are to be read by {@link #element}. */
    public static JsonParser stream(Reader text) throws IOException {
        return new BoundedElements(STREAMS.createParser(text));
    }

    /** The value at which the parser stands. */
    public static JsonNode element(JsonParser parser) throws IOException {
        ((BoundedElements) parser).begin();
        return parser.currentToken() == JsonToken.VALUE_NULL ? JsonNodeFactory.instance.nullNode() : STREAMS.readTree(parser);
    }

    /** A document may have any length, but none of its elements may fill the memory. */
    private static final class BoundedElements extends JsonParserDelegate {

        private int tokens;

        BoundedElements(JsonParser parser) {
            super(parser);
        }

        void begin() {
            tokens = 0;
        }

        @Override
        public JsonToken nextToken() throws IOException {
            if (++tokens > ELEMENT_TOKENS) {
                throw new StreamConstraintsException("an element has too many parts", currentLocation());
            }
            return super.nextToken();
        }
    }

    private static void end(JsonParser parser) throws IOException, NotJson {
        if (parser.nextToken() != null) {
            throw new NotJson("something follows the end of the document");
        }
    }

    private static String text(byte[] utf8) throws NotJson {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
        } catch (CharacterCodingException e) {
            throw new NotJson("the body is not UTF-8");
        }
    }

    /** Jackson's own messages quote the input. */
    private static NotJson notJson(IOException e) {
        if (e instanceof StreamConstraintsException) {
            return new NotJson("the document is nested too deeply or has too many or too long parts");
        }
        if (e instanceof JacksonException fault && fault.getLocation() != null) {
            return new NotJson("not JSON at line " + fault.getLocation().getLineNr() + ", column " + fault.getLocation().getColumnNr());
        }
        return new NotJson("not JSON");
    }
}
