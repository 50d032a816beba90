using Fuyao.Kernel.Text;

namespace Fuyao.Access.Contracts;

/// <summary>A role: its stable code, its name for people and what it may do.</summary>
public sealed record Role(string Code, LocalText Name, IReadOnlySet<string> Permissions);

/// <summary>The one place that says which role may do what. Where it may do it is said by the assignment's region.</summary>
public static class Roles
{
    private static readonly string[] Reading =
    [
        Permissions.Session, Permissions.HomeView, Permissions.RegionView, Permissions.HouseholdView, Permissions.PackView,
        Permissions.RecordView,
        Permissions.JobView, Permissions.RoleLend,
    ];

    private static readonly string[] Clerking =
    [
        .. Reading, Permissions.RecordChange, Permissions.QuotaSet, Permissions.HouseholdChange, Permissions.HouseholdReveal, Permissions.HouseholdExport, Permissions.ImportView,
        Permissions.ImportRun, Permissions.RankingView, Permissions.RankingRun, Permissions.JobCancel, Permissions.FileRead,
        Permissions.AuditRecord,
    ];

    public static readonly Role Administrator = Of("administrator", "系统管理员", "administrator",
        Permissions.Session, Permissions.OperationsView, Permissions.OperationsRun, Permissions.UserManage, Permissions.AuditView, Permissions.JobView, Permissions.RegionView);

    public static readonly Role CountyClerk = Of("county-clerk", "县级业务员", "county clerk",
        [.. Clerking, Permissions.RegionChange, Permissions.RunView, Permissions.SimulationView, Permissions.RunStart, Permissions.PaymentPropose, Permissions.BenefitDecide, Permissions.PackDraft]);

    public static readonly Role TownshipClerk = Of("township-clerk", "乡镇业务员", "township clerk", [.. Clerking, Permissions.RunView, Permissions.SimulationView, Permissions.BenefitDecide]);

    public static readonly Role VillageCadre = Of("village-cadre", "村干部", "village cadre",
        [.. Reading, Permissions.RecordChange, Permissions.HouseholdChange, Permissions.RankingView, Permissions.FileRead]);

    public static readonly Role Finance = Of("finance", "财务人员", "finance officer",
        [.. Reading, Permissions.RunView, Permissions.SimulationView, Permissions.RunStart, Permissions.PaymentPropose, Permissions.PaymentExport, Permissions.FileRead, Permissions.JobCancel]);

    public static readonly Role Approver = Of("approver", "审批人", "approver",
        [.. Reading, Permissions.RunView, Permissions.SimulationView, Permissions.RankingView, Permissions.FileRead, Permissions.ExportApprove, Permissions.PaymentApprove, Permissions.PackPublish]);

    public static readonly Role Auditor = Of("auditor", "审计人员", "auditor",
        [.. Reading, Permissions.AuditView, Permissions.AuditRecord, Permissions.RunView, Permissions.SimulationView, Permissions.ImportView, Permissions.RankingView, Permissions.FileRead]);

    public static readonly Role Leader = Of("leader", "领导", "leader", [.. Reading, Permissions.RankingView, Permissions.RunView, Permissions.SimulationView, Permissions.ExportApprove, Permissions.PackPublish]);

    public static readonly IReadOnlyDictionary<string, Role> All =
        new[] { Administrator, CountyClerk, TownshipClerk, VillageCadre, Finance, Approver, Auditor, Leader }.ToDictionary(r => r.Code);

    private static readonly string[] Telling =
    [
        Permissions.UserManage, Permissions.OperationsRun, Permissions.HouseholdReveal, Permissions.HouseholdExport, Permissions.PaymentExport, Permissions.PaymentApprove, Permissions.ExportApprove,
    ];

    /// <summary>Roles whose password alone would open much: they administer, see whole numbers, take files out or let others take them.</summary>
    public static IReadOnlyList<string> Powerful => [.. All.Values.Where(r => r.Permissions.Overlaps(Telling)).Select(r => r.Code)];

    private static Role Of(string code, string zh, string en, params string[] permissions) =>
        new(code, new LocalText(zh, en), permissions.ToHashSet());
}
