package io.minipush.storage;

/** A database that minipush knows. Its lower-case name is the folder of its migrations and of its own wordings of statements. */
public enum Dialect {
    H2, POSTGRESQL, MARIADB;

    /** @param url a JDBC URL whose kind the settings have checked */
    public static Dialect of(String url) {
        return valueOf(url.split(":")[1].toUpperCase(java.util.Locale.ROOT));
    }

    public String folder() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
