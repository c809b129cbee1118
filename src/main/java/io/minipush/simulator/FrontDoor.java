package io.minipush.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/** Takes a request in, lets a fault have its way with it, has it judged by the rules, and sends the answer on its way. */
final class FrontDoor {
    private final Supplier<World> worlds;
    private final Deliveries deliveries;

    FrontDoor(Supplier<World> worlds, Deliveries deliveries) {
        this.worlds = worlds;
        this.deliveries = deliveries;
    }

    void arrive(PlatformCall call, Line line) {
        World world = worlds.get();
        App caller = callerOf(world, call);
        AppScore score = (caller == null ? world.nobody : caller).score;
        inspect(world, call, score);
        Api api = call.api();
        if (api.fetchesToken()) {
            score.tokenCallBegins();
        }
        Runnable ended = api.fetchesToken() ? score::tokenCallEnds : () -> { };
        Fault fault = world.faults.choose(api, caller == null ? null : caller.appid);
        if (fault == null) {
            Reply reply = judge(world, call);
            score.request(api, reply.answer().outcome());
            deliveries.deliver(api, world.latency(), () -> {
                // before the write, so that a client that has read the answer and calls again does not overlap itself
                ended.run();
                reply.over().run();
                write(line, reply);
            });
        } else {
            // the client is free to give up from here on and to call again: that is no overlap of its making
            ended.run();
            score.request(api, fault.errcode() == null ? fault.kind().wireName() : "errcode_" + fault.errcode());
            play(world, fault, call, line);
        }
    }

    private void play(World world, Fault fault, PlatformCall call, Line line) {
        Reply reply = fault.kind().accepts() ? judge(world, call) : null;
        if (reply != null) {
            reply.over().run();
        }
        Api api = call.api();
        Duration latency = world.latency();
        switch (fault.kind()) {
            case CUT_BEFORE, AWAY -> line.cut();
            case CUT_AFTER -> deliveries.deliver(api, latency, line::cut);
            case HANG_BEFORE -> hang(fault, line::cut);
            case HANG_AFTER -> hang(fault, () -> write(line, reply));
            case HTTP_500, HTTP_500_AFTER -> send(api, latency, line, Answer.html(500, "500 Internal Server Error"));
            case HTTP_502, HTTP_502_AFTER -> send(api, latency, line, Answer.html(502, "502 Bad Gateway"));
            case GARBAGE_AFTER -> send(api, latency, line,
                    world.faults.coinFlip() ? Answer.html(200, "WeChat") : reply.answer().firstHalf());
            case BUSY, BUSY_AFTER -> send(api, latency, line, Answer.error(api, -1));
            case ERRCODE -> send(api, latency, line, Answer.error(api, fault.errcode()));
        }
    }

    private void hang(Fault fault, Runnable end) {
        if (fault.hang() != null) {
            deliveries.later(fault.hang(), end);
        }
    }

    private void send(Api api, Duration latency, Line line, Answer answer) {
        deliveries.deliver(api, latency, () -> line.answer(answer, () -> { }));
    }

    private static void write(Line line, Reply reply) {
        MessageLog.Entry message = reply.accepted();
        if (message == null) {
            line.answer(reply.answer(), () -> { });
        } else {
            // set first: who has read the answer must find it so
            message.answered = true;
            line.answer(reply.answer(), () -> message.answered = false);
        }
    }

    private static Reply judge(World world, PlatformCall call) {
        if (call.chunked()) {
            return Reply.of(Answer.preconditionFailed());
        }
        try {
            return switch (call.api()) {
                case TOKEN -> Reply.of(TokenDesk.classic(world, call));
                case STABLE_TOKEN -> Reply.of(TokenDesk.stable(world, call));
                case JSCODE2SESSION -> Reply.of(TokenDesk.session(world, call));
                case TEMPLATE_SEND -> TemplateDesk.send(world, call);
                case SUBSCRIBE_SEND -> SubscribeDesk.send(world, call);
                case GET_TEMPLATE -> Reply.of(TemplateListDesk.list(world, call));
                case QUOTA_GET -> Reply.of(QuotaDesk.get(world, call));
                case UNKNOWN -> throw new Refusal(40066);
            };
        } catch (Refusal refusal) {
            return Reply.of(Answer.error(call.api(), refusal));
        }
    }

    /** Who calls, as far as the request tells; for the counts and for faults of one app, not for the rules. */
    private static App callerOf(World world, PlatformCall call) {
        String token = call.param("access_token");
        if (token != null) {
            Token known = world.tokens.get(token);
            return known == null ? null : known.app;
        }
        if (call.api() == Api.STABLE_TOKEN) {
            try {
                JsonNode json = StrictJson.object(call.body());
                return world.app(json.path("appid").asText(null));
            } catch (Refusal unreadable) {
                return null;
            }
        }
        return world.app(call.param("appid"));
    }

    private static void inspect(World world, PlatformCall call, AppScore score) {
        if (call.api() == Api.UNKNOWN) {
            score.breach(Breach.UNKNOWN_CALL, call.method() + " " + call.path());
        }
        if (call.api() == Api.TEMPLATE_SEND || call.api() == Api.SUBSCRIBE_SEND) {
            score.saw(new SeenRequest(Instant.ofEpochMilli(world.now()), call.method(), call.path(), call.query(), call.headers(),
                    new String(call.body(), StandardCharsets.UTF_8)));
        }
        for (Header header : call.headers()) {
            if (carriesPrivateData(world, header.value())) {
                // the name only: the value may belong to another app
                score.breach(Breach.PRIVATE_DATA_IN_HEADER, header.name());
            }
        }
    }

    /** Looks up the value as a whole and each run of letters, digits, '-' and '_' in it, as an id may be wrapped in anything. */
    private static boolean carriesPrivateData(World world, String value) {
        if (value == null || value.length() < 4) {
            return false;
        }
        if (world.isPrivate(value)) {
            return true;
        }
        int start = -1;
        for (int i = 0; i <= value.length(); i++) {
            boolean inWord = i < value.length() && isWordPart(value.charAt(i));
            if (inWord && start < 0) {
                start = i;
            } else if (!inWord && start >= 0) {
                if (i - start >= 4 && world.isPrivate(value.substring(start, i))) {
                    return true;
                }
                start = -1;
            }
        }
        return false;
    }

    private static boolean isWordPart(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '-';
    }
}
