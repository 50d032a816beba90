using Fuyao.Benefits.Reviews;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Adjustments;

/// <summary>Why a past period is seen otherwise now.</summary>
/// <param name="Facts">What became known since, each with when and by whom.</param>
/// <param name="Rule">What the rule says now, with the plan's words.</param>
/// <param name="PackHash">The rules: those by which the period was paid.</param>
internal sealed record AdjustmentReason(IReadOnlyList<FactChange> Facts, LocalText? Rule, string PackHash);
