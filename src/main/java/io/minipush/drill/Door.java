package io.minipush.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The ways into a gateway. */
public enum Door {
    REST(2),
    FILE(1),
    JMS(1);

    /** How much of the messages comes through it. */
    private final int weight;

    Door(int weight) {
        this.weight = weight;
    }

    /** This door's share of the messages, if these doors are used. */
    List<Cast.Message> share(List<Cast.Message> messages, Set<Door> doors) {
        List<Door> turns = new ArrayList<>();
        for (Door door : values()) {
            for (int i = 0; i < door.weight && doors.contains(door); i++) {
                turns.add(door);
            }
        }
        List<Cast.Message> share = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (turns.get(i % turns.size()) == this) {
                share.add(messages.get(i));
            }
        }
        return share;
    }
}
