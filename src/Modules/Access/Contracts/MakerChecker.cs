using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Access.Contracts;

/// <summary>Four eyes: nobody approves what they made themselves, in whatever role they do it.</summary>
public static class MakerChecker
{
    /// <param name="makers">Everyone who made or edited what is to be approved.</param>
    /// <exception cref="ProblemException">403 when the actor is one of them.</exception>
    public static void Require(CurrentActor checker, params ReadOnlySpan<Guid> makers)
    {
        // Whoever has the maker's role on loan is the maker's hand.
        if (makers.Contains(checker.Id) || (checker.OnBehalfOf is { } lender && makers.Contains(lender)))
        {
            throw new ProblemException(403, new Problem("own-work", new LocalText(
                "经办与审核不能是同一人:您参与过编制,须由他人审核。", "Maker and checker must differ: you worked on this, so somebody else must approve it.")));
        }
    }
}
