using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Policy.Drafts;

/// <summary>Whose a pack is: the place in which it is in force.</summary>
internal static class PackPlace
{
    /// <summary>The place of a jurisdiction as packs write it; what names no place is the nation's.</summary>
    public static RegionCode Of(string jurisdiction) => RegionCode.TryParse(jurisdiction, out var place) ? place : RegionCode.Nation;

    public static bool IsOf(CurrentActor actor, string jurisdiction)
    {
        var place = Of(jurisdiction).Range;
        return actor.Area.From <= place.From && place.To <= actor.Area.To;
    }

    /// <exception cref="ProblemException">403: the pack is in force beyond the actor's area.</exception>
    public static void Require(CurrentActor actor, string jurisdiction)
    {
        if (!IsOf(actor, jurisdiction))
        {
            throw new ProblemException(403, new Problem("not-your-pack", new LocalText(
                "这个政策包的适用地区超出您的管辖范围,须由相应的上级修改或发布。", "The pack is in force beyond your area: only whoever is responsible for all of it may change or publish it.")));
        }
    }
}
