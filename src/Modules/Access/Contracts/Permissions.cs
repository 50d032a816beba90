using System.Reflection;

namespace Fuyao.Access.Contracts;

/// <summary>What a person may do. A route names exactly one; a role is a set of them (<see cref="Roles"/>).</summary>
public static class Permissions
{
    public const string HomeView = "home.view";
    public const string RegionView = "region.view";

    /// <summary>To merge, move and rename townships and villages of one's county.</summary>
    public const string RegionChange = "region.change";
    public const string HouseholdView = "household.view";
    public const string HouseholdChange = "household.change";

    /// <summary>To see one id number, phone or account unmasked, with a reason that is recorded.</summary>
    public const string HouseholdReveal = "household.reveal";
    public const string HouseholdExport = "household.export";

    /// <summary>Records of villages, townships, organisations, groups and linkages; benefits from other departments.</summary>
    public const string RecordView = "record.view";
    public const string RecordChange = "record.change";
    public const string ImportView = "import.view";
    public const string ImportRun = "import.run";
    public const string RankingView = "ranking.view";
    public const string RankingRun = "ranking.run";
    public const string QuotaSet = "quota.set";
    public const string PackView = "pack.view";

    /// <summary>To write drafts of the packs of one's own place.</summary>
    public const string PackDraft = "pack.draft";

    /// <summary>To put another person's draft into force, or take a version out of it.</summary>
    public const string PackPublish = "pack.publish";
    /// <summary>What-if over the register of one's area, and its figures of poverty.</summary>
    public const string SimulationView = "simulation.view";
    public const string RunView = "run.view";
    public const string RunStart = "run.start";

    /// <summary>To put a run's payment before an approver.</summary>
    public const string PaymentPropose = "payment.propose";

    /// <summary>To approve or return payment orders that others made.</summary>
    public const string PaymentApprove = "payment.approve";

    /// <summary>To decide what a run left to a person: award, refuse, ask.</summary>
    public const string BenefitDecide = "benefit.decide";

    /// <summary>Payment lists and bank files: they hold account numbers.</summary>
    public const string PaymentExport = "payment.export";
    public const string JobView = "job.view";
    public const string JobCancel = "job.cancel";
    public const string FileRead = "file.read";
    public const string AuditView = "audit.view";
    public const string UserManage = "user.manage";

    /// <summary>To let somebody else take more personal data out than a day's work needs.</summary>
    public const string ExportApprove = "export.approve";

    /// <summary>The state of the installation: health, backups, space. No data of persons.</summary>
    public const string OperationsView = "operations.view";
    public const string OperationsRun = "operations.run";
    /// <summary>To print for a person who has looked at his household's data.</summary>
    public const string AuditRecord = "audit.record";

    /// <summary>To lend one's own role to a colleague for a time.</summary>
    public const string RoleLend = "role.lend";

    /// <summary>One's own session: sign-out, change of role, change of password. Everyone who is signed in has it.</summary>
    public const string Session = "session";

    /// <summary>Every permission there is.</summary>
    public static readonly IReadOnlySet<string> All = typeof(Permissions)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral)
        .Select(f => (string)f.GetRawConstantValue()!)
        .ToHashSet();
}
