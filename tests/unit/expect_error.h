#pragma once
// Expects that a call throws cre::Error of one kind with a message that contains a text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"

namespace cre {

template <class Call>
void expect_error(ErrorKind kind, const std::string& part, Call call) {
  try {
    call();
    ADD_FAILURE() << "no error; expected one that says '" << part << "'";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), kind) << error.what();
    EXPECT_THAT(error.what(), testing::HasSubstr(part));
  }
}

}  // namespace cre
