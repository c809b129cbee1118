package io.minipush.intake.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.minipush.json.StrictJson;

/**
 * A JSON object, or an array of them, element by element. Where the text stops being JSON nothing behind can be told apart: that
 * place is one rejected item, and what came before stands.
 */
final class JsonLines implements Lines {

    private final JsonParser parser;
    private boolean array;
    private boolean begun;
    private boolean over;
    private long read;

    /** @param in begins behind a byte order mark */
    JsonLines(InputStream in) throws IOException {
        this.parser = StrictJson.stream(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
    }

    /** Each with its place: the whole array may stand in one line. */
    @Override
    public Line next() throws IOException {
        Line line = element();
        return line == null ? null : line.at(++read);
    }

    private Line element() throws IOException {
        if (over) {
            return null;
        }
        long line = parser.currentLocation().getLineNr();
        try {
            JsonToken token = parser.nextToken();
            if (!begun) {
                begun = true;
                array = token == JsonToken.START_ARRAY;
                token = array ? parser.nextToken() : token;
            } else if (!array) {
                over = true;
                return token == null ? null : Line.broken(parser.currentTokenLocation().getLineNr(), null, "follows the end of the document");
            }
            if (token == null) {
                over = true;
                return array ? Line.broken(line, null, "the array does not end") : null;
            }
            if (array && token == JsonToken.END_ARRAY) {
                array = false;
                return element();
            }
            line = parser.currentTokenLocation().getLineNr();
            JsonNode node = StrictJson.element(parser);
            return Line.of(line, node.toString().getBytes(StandardCharsets.UTF_8), node);
        } catch (CharacterCodingException e) {
            over = true;
            return Line.broken(line, null, "is not UTF-8 from here on; the rest of the file was not read");
        } catch (JacksonException e) {
            over = true;
            long at = e.getLocation() == null ? line : e.getLocation().getLineNr();
            return Line.broken(at, null, "is not JSON from here on; the rest of the file was not read");
        }
    }

    @Override
    public byte[] before() {
        return "[\n".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] between() {
        return ",\n".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] after() {
        return "\n]\n".getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
