package org.coremux.evidence;

import java.util.ArrayList;
import java.util.List;
import org.coremux.evidence.PublishedCell.Kind;
import org.coremux.evidence.PublishedCell.Measured;
import org.coremux.evidence.PublishedCell.Unit;

/** The published figures of single operations that paths of our platforms measure, too. */
public final class PublishedCells {
  private PublishedCells() {}

  /** Dall et al., ISCA 2016, table II: two hypervisors on two architectures. */
  private static final List<PublishedCell> DALL =
      List.of(
          cycles("dall2016.II.hypercall.kvm-arm", 6_500, "V2", Kind.FITTED, "kvm-arm/hypercall"),
          cycles("dall2016.II.hypercall.xen-arm", 376, "V2", Kind.FITTED, "xen-arm/hypercall"),
          cycles("dall2016.II.hypercall.kvm-x86", 1_300, "V2", Kind.FITTED, "kvm/hypercall"),
          cycles("dall2016.II.hypercall.xen-x86", 1_228, "R-high", Kind.FITTED, "xen/hypercall"),
          cycles(
              "dall2016.II.interruptControllerTrap.kvm-arm",
              7_370,
              "V2",
              Kind.FITTED,
              "kvm-arm/interruptControllerTrap"),
          cycles(
              "dall2016.II.interruptControllerTrap.xen-arm",
              1_356,
              "V2",
              Kind.PREDICTED,
              "xen-arm/interruptControllerTrap"),
          cycles(
              "dall2016.II.interruptControllerTrap.kvm-x86",
              2_384,
              "R-high",
              Kind.FITTED,
              "kvm/interruptControllerTrap"),
          cycles(
              "dall2016.II.interruptControllerTrap.xen-x86",
              1_734,
              "R-high",
              Kind.FITTED,
              "xen/interruptControllerTrap"),
          cycles(
              "dall2016.II.virtualIpi.kvm-arm",
              11_557,
              "R-high",
              Kind.PREDICTED,
              "kvm-arm/virtualIpi"),
          cycles(
              "dall2016.II.virtualIpi.xen-arm", 5_978, "R-high", Kind.FITTED, "xen-arm/virtualIpi"),
          cycles("dall2016.II.virtualIpi.kvm-x86", 5_230, "R-high", Kind.FITTED, "kvm/virtualIpi"),
          cycles(
              "dall2016.II.virtualIpi.xen-x86", 5_562, "R-high", Kind.PREDICTED, "xen/virtualIpi"),
          cycles(
              "dall2016.II.virtualIrqCompletion.kvm-arm",
              71,
              "V2",
              Kind.FITTED,
              "kvm-arm/virtualIrqCompletion"),
          cycles(
              "dall2016.II.virtualIrqCompletion.xen-arm",
              71,
              "R-high",
              Kind.PREDICTED,
              "xen-arm/virtualIrqCompletion"),
          cycles(
              "dall2016.II.virtualIrqCompletion.kvm-x86",
              1_556,
              "V2",
              Kind.FITTED,
              "kvm/virtualIrqCompletion"),
          cycles(
              "dall2016.II.virtualIrqCompletion.xen-x86",
              1_464,
              "R-high",
              Kind.PREDICTED,
              "xen/virtualIrqCompletion"),
          cycles("dall2016.II.vmSwitch.kvm-arm", 10_387, "R-high", Kind.FITTED, "kvm-arm/vmSwitch"),
          cycles(
              "dall2016.II.vmSwitch.xen-arm", 8_799, "R-high", Kind.PREDICTED, "xen-arm/vmSwitch"),
          cycles("dall2016.II.vmSwitch.kvm-x86", 4_812, "R-high", Kind.FITTED, "kvm/vmSwitch"),
          cycles("dall2016.II.vmSwitch.xen-x86", 10_534, "R-high", Kind.FITTED, "xen/vmSwitch"),
          cycles("dall2016.II.ioOut.kvm-arm", 6_024, "V2", Kind.PREDICTED, "kvm-arm/ioOut"),
          cycles("dall2016.II.ioOut.xen-arm", 16_491, "R-high", Kind.PREDICTED, "xen-arm/ioOut"),
          cycles("dall2016.II.ioOut.kvm-x86", 560, "V2", Kind.PREDICTED, "kvm/ioOut"),
          cycles("dall2016.II.ioOut.xen-x86", 11_262, "R-high", Kind.FITTED, "xen/ioOut"),
          cycles("dall2016.II.ioIn.kvm-arm", 13_872, "R-high", Kind.FITTED, "kvm-arm/ioIn"),
          cycles("dall2016.II.ioIn.xen-arm", 15_650, "R-high", Kind.PREDICTED, "xen-arm/ioIn"),
          cycles("dall2016.II.ioIn.kvm-x86", 18_923, "R-high", Kind.FITTED, "kvm/ioIn"),
          cycles("dall2016.II.ioIn.xen-x86", 10_050, "R-high", Kind.PREDICTED, "xen/ioIn"));

  /** Adams and Agesen 2006, appendix; Barham 2003, tables 3 to 5. */
  private static final List<PublishedCell> OTHERS =
      List.of(
          cycles("adams2006.nano.syscall.bt", 2_308, "V1", Kind.CONSISTENT, "vmware-bt/systemCall"),
          cycles("adams2006.nano.syscall.vt", 246, "V1", Kind.CONSISTENT, "vmware-vt/systemCall"),
          cycles("adams2006.nano.in.bt", 216, "V1", Kind.CONSISTENT, "vmware-bt/portIo"),
          cycles("adams2006.nano.in.vt", 15_826, "V1", Kind.CONSISTENT, "vmware-vt/portIo"),
          cycles("adams2006.nano.cr8write.bt", 35, "V1", Kind.CONSISTENT, "vmware-bt/privileged"),
          cycles("adams2006.nano.cr8write.vt", 177, "V1", Kind.CONSISTENT, "vmware-vt/privileged"),
          cycles("adams2006.nano.pgfault.bt", 3_927, "V1", Kind.CONSISTENT, "vmware-bt/nanoFault"),
          cycles("adams2006.nano.pgfault.vt", 11_242, "V1", Kind.CONSISTENT, "vmware-vt/nanoFault"),
          cycles(
              "adams2006.nano.pteUnchanged.bt",
              391,
              "V1",
              Kind.CONSISTENT,
              "vmware-bt/nanoPteUnchanged"),
          cycles(
              "adams2006.nano.pteUnchanged.vt",
              12_733,
              "V1",
              Kind.CONSISTENT,
              "vmware-vt/nanoPteUnchanged"),
          cycles(
              "adams2006.nano.pteClear.vt", 9_154, "V1", Kind.CONSISTENT, "vmware-vt/nanoPteClear"),
          cycles("adams2006.nano.pteSet.vt", 17_020, "V1", Kind.CONSISTENT, "vmware-vt/nanoPteSet"),
          ns("barham2003.nullCall.xen", 460, "V1", Kind.FITTED, "xen-2003/nullCall"),
          ns("barham2003.nullCall.vmware", 730, "V1", Kind.FITTED, "workstation-2002/nullCall"),
          ns("barham2003.pageFault.xen", 2_730, "V1", Kind.FITTED, "xen-2003/pageFault"),
          ns(
              "barham2003.pageFault.vmware",
              12_400,
              "V1",
              Kind.FITTED,
              "workstation-2002/pageFault"),
          ns("barham2003.switch2p0K.xen", 1_970, "V1", Kind.FITTED, "xen-2003/switch2p0K"));

  private static PublishedCell cycles(String id, long value, String flag, Kind kind, String path) {
    return new PublishedCell(id, value, Unit.CYCLES, flag, kind, measured(path));
  }

  private static PublishedCell ns(String id, long value, String flag, Kind kind, String path) {
    return new PublishedCell(id, value, Unit.NS, flag, kind, measured(path));
  }

  /** From platform and path with a slash between them. */
  private static Measured measured(String path) {
    int slash = path.indexOf('/');
    return new Measured(path.substring(0, slash), path.substring(slash + 1));
  }

  /** The 28 cells of Dall et al., ISCA 2016, table II. */
  public static List<PublishedCell> dall() {
    return DALL;
  }

  /** All cells, table by table. */
  public static List<PublishedCell> all() {
    List<PublishedCell> all = new ArrayList<>(DALL);
    all.addAll(OTHERS);
    return all;
  }
}
