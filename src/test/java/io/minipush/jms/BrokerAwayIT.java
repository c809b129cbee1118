package io.minipush.jms;
import java.time.Duration;
class BrokerAwayIT { static final Duration LONG = Duration.ofSeconds(30); }
