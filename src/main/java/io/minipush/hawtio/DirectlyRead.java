package io.minipush.hawtio;

import java.lang.reflect.Method;
import java.util.Optional;

import javax.management.AttributeNotFoundException;
import javax.management.MBeanException;
import javax.management.ReflectionException;
import javax.management.modelmbean.ModelMBeanInfo;

import org.apache.camel.support.management.MixinRequiredModelMBean;

/**
 * Camel's MBean, that reads what needs no mask by its getter. A model MBean copies its descriptions and looks its method up again at
 * each read: a page of Hawtio, which reads each step for each route, kept a core busy for seconds.
 */
public final class DirectlyRead extends MixinRequiredModelMBean {

    private final Object managed;
    private final Getters getters;

    DirectlyRead(Object managed, ModelMBeanInfo info, Getters getters, boolean mask) throws MBeanException {
        super(info, mask, null, null);
        this.managed = managed;
        this.getters = getters;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException, MBeanException, ReflectionException {
        Optional<Method> getter = getters.of(name);
        if (getter.isPresent()) {
            try {
                return getter.get().invoke(managed);
            } catch (ReflectiveOperationException e) {
                // It is told as a model MBean tells it.
                return super.getAttribute(name);
            }
        }
        return super.getAttribute(name);
    }
}
