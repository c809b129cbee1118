package io.minipush.hawtio;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import javax.management.Descriptor;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.modelmbean.ModelMBeanAttributeInfo;
import javax.management.modelmbean.ModelMBeanInfo;

/** What reads the attributes of a managed class whose values are shown as they are; those with secrets to be masked are not among them. */
final class Getters {

    private final Map<String, Method> ofAttribute;

    private Getters(Map<String, Method> ofAttribute) {
        this.ofAttribute = ofAttribute;
    }

    static Getters of(Class<?> managed, ModelMBeanInfo info) throws MBeanException {
        Map<String, Method> getters = new HashMap<>();
        if (Modifier.isPublic(managed.getModifiers())) {
            for (MBeanAttributeInfo attribute : info.getAttributes()) {
                Descriptor descriptor = ((ModelMBeanAttributeInfo) attribute).getDescriptor();
                if ("false".equals(descriptor.getFieldValue("mask"))) {
                    find(managed, (String) descriptor.getFieldValue("getMethod")).ifPresent(getter -> getters.put(attribute.getName(), getter));
                }
            }
        }
        return new Getters(getters);
    }

    private static Optional<Method> find(Class<?> managed, String name) {
        try {
            return name == null ? Optional.empty() : Optional.of(managed.getMethod(name));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    /** Empty if the attribute has to be read in another way. */
    Optional<Method> of(String attribute) {
        return Optional.ofNullable(ofAttribute.get(attribute));
    }
}
