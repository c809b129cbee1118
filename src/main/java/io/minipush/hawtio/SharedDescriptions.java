package io.minipush.hawtio;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.modelmbean.InvalidTargetObjectTypeException;
import javax.management.modelmbean.ModelMBean;
import javax.management.modelmbean.ModelMBeanInfo;
import javax.management.modelmbean.RequiredModelMBean;

import org.apache.camel.CamelContext;
import org.apache.camel.api.management.ManagedInstance;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.api.management.NotificationSenderAware;
import org.apache.camel.support.management.DefaultManagementMBeanAssembler;
import org.apache.camel.support.management.NotificationSenderAdapter;

/**
 * Makes MBeans of Camel's managed objects as Camel does, but puts together only once what is told of all objects of a class: their
 * attributes and operations. Camel does it anew for each step of each route, which was half of the time that a gateway takes to start.
 */
public final class SharedDescriptions extends DefaultManagementMBeanAssembler {

    private record Description(ModelMBeanInfo info, Getters getters) {
    }

    private final Map<Class<?>, Description> known = new ConcurrentHashMap<>();

    public SharedDescriptions(CamelContext context) {
        super(context);
    }

    @Override
    public ModelMBean assemble(MBeanServer server, Object managed, ObjectName name) throws JMException {
        if (managed instanceof ManagedInstance wrapper && tellsMore(wrapper.getInstance())) {
            return super.assemble(server, managed, name);
        }
        Description description = known.get(managed.getClass());
        if (description == null) {
            ModelMBeanInfo info = assembler.getMBeanInfo(camelContext, managed, null, name.toString());
            if (info == null) {
                return null;
            }
            description = new Description(info, Getters.of(managed.getClass(), info));
            known.put(managed.getClass(), description);
        }
        return bean(managed, description);
    }

    /** What stands behind a managed object may have attributes of its own. */
    private static boolean tellsMore(Object behind) {
        return behind != null && behind.getClass().isAnnotationPresent(ManagedResource.class);
    }

    private ModelMBean bean(Object managed, Description description) throws JMException {
        boolean mask = Boolean.TRUE.equals(camelContext.getManagementStrategy().getManagementAgent().getMask());
        RequiredModelMBean bean = new DirectlyRead(managed, description.info(), description.getters(), mask);
        try {
            bean.setManagedResource(managed, "ObjectReference");
        } catch (InvalidTargetObjectTypeException e) {
            throw new JMException(e.getMessage());
        }
        if (managed instanceof NotificationSenderAware sender) {
            sender.setNotificationSender(new NotificationSenderAdapter(bean));
        }
        return bean;
    }
}
