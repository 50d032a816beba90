using Fuyao.Registry.Changes;
using Fuyao.Registry.Contracts;

namespace Fuyao.Registry.Events;

/// <summary>
/// How people are related to a new head, as far as it follows from how they were related to the old one (GB/T 4761). What does
/// not follow is unknown, never guessed.
/// </summary>
internal static class Relations
{
    private enum Kin
    {
        Self,
        Spouse,
        Child,
        ChildInLaw,
        Grandchild,
        Parent,
        ParentInLaw,
        Grandparent,
        Sibling,
        Other,
    }

    /// <returns>Code of the relation to the new head, or null when it does not follow.</returns>
    public static string? Reseat(PersonState person, PersonState head)
    {
        if (person.Id == head.Id)
        {
            return PersonState.HeadRelation;
        }

        return (Of(head), Of(person)) switch
        {
            (Kin.Self, _) => person.Facts.Relation.TryGet(out var same) ? same : null,
            (Kin.Spouse, Kin.Self) => "10",
            (Kin.Spouse, Kin.Child or Kin.ChildInLaw or Kin.Grandchild) => person.Facts.Relation.Value,
            (Kin.Spouse, Kin.Parent) => head.Facts.Sex == Sex.Female ? BySex(person, "53", "54") : BySex(person, "55", "56"),
            (Kin.Spouse, Kin.ParentInLaw) => BySex(person, "51", "52"),
            (Kin.Child, Kin.Self or Kin.Spouse) => BySex(person, "51", "52"),
            (Kin.Child, Kin.Child) => Sibling(person, head),
            (Kin.Child, Kin.Parent) => "60",
            (Kin.Grandchild, Kin.Self or Kin.Spouse) => "60",
            (Kin.Parent, Kin.Self or Kin.Sibling) => BySex(person, "20", "30"),
            (Kin.Parent, Kin.Spouse) => BySex(person, "28", "38"),
            (Kin.Parent, Kin.Parent) => "10",
            (Kin.Parent, Kin.Child) => BySex(person, "41", "42"),
            (Kin.Sibling, Kin.Self or Kin.Sibling) => Sibling(person, head),
            (Kin.Sibling, Kin.Parent) => person.Facts.Relation.Value,
            (Kin.ChildInLaw, Kin.Self) => head.Facts.Sex == Sex.Female ? BySex(person, "53", "54") : BySex(person, "55", "56"),
            _ => null,
        };
    }

    private static Kin Of(PersonState person) => person.Facts.Relation.Or("") switch
    {
        "01" or "02" => Kin.Self,
        "10" or "11" or "12" => Kin.Spouse,
        "28" or "38" => Kin.ChildInLaw,
        { Length: 2 } code when code[0] is '2' or '3' => Kin.Child,
        { Length: 2 } code when code[0] == '4' => Kin.Grandchild,
        "50" or "51" or "52" => Kin.Parent,
        "53" or "54" or "55" or "56" => Kin.ParentInLaw,
        { Length: 2 } code when code[0] == '6' => Kin.Grandparent,
        { Length: 2 } code when code[0] == '7' => Kin.Sibling,
        _ => Kin.Other,
    };

    private static string BySex(PersonState person, string male, string female) => person.Facts.Sex == Sex.Male ? male : female;

    private static string Sibling(PersonState person, PersonState head)
    {
        var elder = person.Facts.Birth < head.Facts.Birth;
        return person.Facts.Sex == Sex.Male ? elder ? "71" : "73" : elder ? "75" : "77";
    }
}
