// The users and engineers of both companies.
#pragma once

#include "chronicle.h"
#include "dice.h"
#include "world.h"

#include <string>
#include <vector>

namespace deskbridge::simulation {

/// Does one thing, drawn from the dice, and tells the chronicle; a thing that cannot be done now is left.
class People {
public:
    People(workbench::TwoSides& sides, Chronicle& chronicle, const World& world)
        : sides_(sides), chronicle_(chronicle), world_(world) {}

    void add_ticket(Dice& dice);
    /// What was done, as a sentence. `meanwhile`: between two requests of the agent, which may see the first
    /// half of what is done and not the second.
    std::string act(Dice& dice, bool meanwhile = false);

private:
    std::string on_ticket(Dice& dice);
    std::string on_item(Dice& dice);
    std::string edit_ticket(Dice& dice, long long id);
    std::string edit_item(Dice& dice, int id);
    std::string write(Dice& dice, long long id);
    std::string comment(Dice& dice, int id);
    std::string change_message(Dice& dice, long long id);
    std::string merge(Dice& dice, long long loser);
    std::string change_comment(Dice& dice, int id);
    std::string add_file(Dice& dice, int id);
    std::string text_with(Dice& dice, const std::string& token);
    Utterance* any_said(Dice& dice, Side side, long long holder);

    workbench::TwoSides& sides_;
    Chronicle& chronicle_;
    const World& world_;
    bool meanwhile_ = false;
};

}  // namespace deskbridge::simulation
