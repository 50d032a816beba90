using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Editing;
using Fuyao.Policy.Packs;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Drafts;

/// <summary>Copies one item of a parent into a file of the pack's own, with the reason why it differs.</summary>
internal static class Overriding
{
    private const string Reason = "overrides";

    /// <param name="pack">The pack with its parents.</param>
    /// <param name="kind"><c>policy</c>, <c>parameter</c> or <c>check</c>.</param>
    /// <param name="id">The item.</param>
    /// <param name="reason">Why it differs.</param>
    /// <returns>The file's name and its text.</returns>
    /// <exception cref="ProblemException">404: no parent has it; 409: the pack has one of its own already.</exception>
    public static (string File, string Text) Of(EffectivePack pack, string kind, string id, string reason)
    {
        Func<PackDefinition, Place?> placeIn = kind switch
        {
            "policy" => p => p.Policies.FirstOrDefault(o => o.Id == id)?.Place,
            "parameter" => p => p.Parameters.FirstOrDefault(o => o.Id == id)?.Place,
            "check" => p => p.Checks.FirstOrDefault(o => o.Id == id)?.Place,
            _ => throw ProblemException.NotFound("kind of item", "这类内容"),
        };
        if (placeIn(pack.Own) is not null)
        {
            throw new ProblemException(409, new Problem("own-already", new LocalText($"“{id}”已经是本包自己的内容,可直接修改。", $"'{id}' is the pack's own already: change it.")));
        }

        if (pack.Chain.FirstOrDefault(p => placeIn(p) is not null) is not { } parent || placeIn(parent) is not { } place)
        {
            throw ProblemException.NotFound(kind, "上级政策包中的这项内容");
        }

        var text = parent.Files.Text(place.File);
        if (kind == "parameter")
        {
            // A list of parameters: the one, names of other texts (*tiers) written out.
            var item = (YamlMappingNode)YamlTree.Parse(text).StartingAt(place.Line, place.Column, scalar: false)!.Node;
            var lines = item.Children.Where(m => ((YamlScalarNode)m.Key).Value != Reason).Select(m => $"{YamlWords.Flow(m.Key)}: {YamlWords.Flow(m.Value)}").Append($"{Reason}: {YamlWords.Quoted(reason)}");
            return ($"parameters/{id}.yaml", $"- {string.Join("\n  ", lines)}\n");
        }

        return ($"{(kind == "policy" ? "policies" : "checks")}/{id}.yaml", YamlEdits.Put(text, [Reason], YamlWords.Quoted(reason)));
    }
}
